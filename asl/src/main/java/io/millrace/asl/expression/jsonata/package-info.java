/// JSONata: `{% … %}` expressions, templates of them, AWS's own functions, and AWS's texts for what
/// fails.
///
/// It knows nothing of states. Read [io.millrace.asl.expression.jsonata.JsonataTemplate] first.
@NullMarked
package io.millrace.asl.expression.jsonata;

import org.jspecify.annotations.NullMarked;
