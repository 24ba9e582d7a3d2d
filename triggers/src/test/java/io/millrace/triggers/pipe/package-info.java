/// Pipes and patterns against AWS's interfaces, on a clock that tests move.
@NullMarked
package io.millrace.triggers.pipe;

import org.jspecify.annotations.NullMarked;
