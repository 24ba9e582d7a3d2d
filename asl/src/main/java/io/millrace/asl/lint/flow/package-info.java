/// Follows the data through a definition: what is known of each state's input, variables and
/// result, and which reads may find nothing.
///
/// It reports nothing and judges nothing; the rules do. Read [io.millrace.asl.lint.flow.Flow]
/// first, then [io.millrace.asl.lint.flow.Analysis], which is what comes out.
@NullMarked
package io.millrace.asl.lint.flow;

import org.jspecify.annotations.NullMarked;
