/// Tests of protocol, without a server.
@NullMarked
package io.millrace.api.protocol;

import org.jspecify.annotations.NullMarked;
