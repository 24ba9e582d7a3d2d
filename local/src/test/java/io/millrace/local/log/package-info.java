/// The log on a real disk.
@NullMarked
package io.millrace.local.log;

import org.jspecify.annotations.NullMarked;
