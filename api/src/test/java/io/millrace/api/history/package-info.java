/// Tests of history, without a server.
@NullMarked
package io.millrace.api.history;

import org.jspecify.annotations.NullMarked;
