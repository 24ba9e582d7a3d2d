/// Starts real servers in temporary folders; nothing is replaced by a double.
@NullMarked
package io.millrace.postgres.embedded;

import org.jspecify.annotations.NullMarked;
