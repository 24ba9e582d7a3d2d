/// Payload templates of JSONPath states: JSON in which members named `x.$` are computed.
///
/// It knows nothing of states. Read [io.millrace.asl.expression.template.PayloadTemplate] first.
@NullMarked
package io.millrace.asl.expression.template;

import org.jspecify.annotations.NullMarked;
