/// Embedded parts for a machine without AWS: Lambda host, S3 endpoint, native tools.
@NullMarked
package io.millrace.local;

import org.jspecify.annotations.NullMarked;
