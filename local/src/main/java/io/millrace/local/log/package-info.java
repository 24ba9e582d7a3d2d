/// Durable state of an endpoint: values by key in an append-only log, flushed before anyone is
/// answered. It must not know what the values mean. Read [KeyedLog] first.
@NullMarked
package io.millrace.local.log;

import org.jspecify.annotations.NullMarked;
