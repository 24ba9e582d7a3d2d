/// The 18 intrinsic functions, `States.Format` and its kin.
///
/// It knows nothing of states. Read [io.millrace.asl.expression.intrinsic.IntrinsicParser] first,
/// then [io.millrace.asl.expression.intrinsic.IntrinsicFunction].
@NullMarked
package io.millrace.asl.expression.intrinsic;

import org.jspecify.annotations.NullMarked;
