@NullMarked
package io.millrace.local.log;

import org.jspecify.annotations.NullMarked;
