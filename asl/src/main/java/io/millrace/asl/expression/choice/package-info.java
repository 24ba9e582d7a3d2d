/// Choice rules of JSONPath states: comparisons and their combinations.
///
/// It knows nothing of states. Read [io.millrace.asl.expression.choice.Comparison] first.
@NullMarked
package io.millrace.asl.expression.choice;

import org.jspecify.annotations.NullMarked;
