/// The Amazon States Language: model, parser, diagnostics, expressions.
@NullMarked
package io.millrace.asl;

import org.jspecify.annotations.NullMarked;
