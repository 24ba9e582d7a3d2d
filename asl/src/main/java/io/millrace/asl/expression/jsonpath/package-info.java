/// AWS's dialect of JSONPath: paths into the input (`$`), the context object (`$$`) and variables
/// (`$name`), and reference paths that can be written through.
///
/// It knows nothing of states. Read [io.millrace.asl.expression.jsonpath.JsonPath] first.
@NullMarked
package io.millrace.asl.expression.jsonpath;

import org.jspecify.annotations.NullMarked;
