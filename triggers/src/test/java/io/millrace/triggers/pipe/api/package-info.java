/// Pipes through AWS's own client, from a queue to executions of a whole server.
@NullMarked
package io.millrace.triggers.pipe.api;

import org.jspecify.annotations.NullMarked;
