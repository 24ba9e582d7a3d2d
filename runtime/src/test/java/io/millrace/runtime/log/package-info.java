@NullMarked
package io.millrace.runtime.log;

import org.jspecify.annotations.NullMarked;
