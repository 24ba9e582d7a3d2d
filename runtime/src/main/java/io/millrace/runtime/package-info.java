/// The only loops: shards, group commit, timers, task dispatch.
@NullMarked
package io.millrace.runtime;

import org.jspecify.annotations.NullMarked;
