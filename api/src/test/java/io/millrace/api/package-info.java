/// Tests of the server, asked over the wire and by AWS's SDK.
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;
