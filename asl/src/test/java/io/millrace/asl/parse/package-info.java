/// Tests of what belongs to the parser alone.
@NullMarked
package io.millrace.asl.parse;

import org.jspecify.annotations.NullMarked;
