/// Functions of many shapes, run as callers of Lambda see them.
@NullMarked
package io.millrace.local.lambda;

import org.jspecify.annotations.NullMarked;
