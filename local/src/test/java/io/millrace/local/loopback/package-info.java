/// What the endpoints' HTTP server lets in.
@NullMarked
package io.millrace.local.loopback;

import org.jspecify.annotations.NullMarked;
