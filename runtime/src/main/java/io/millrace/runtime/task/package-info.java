/// Attempts of tasks on virtual threads, and the tokens that name them.
///
/// It knows no protocol and no shard: connectors do the work, news of it goes to a
/// [io.millrace.runtime.task.Dispatcher.News]. Read [io.millrace.runtime.task.Dispatcher] first.
@NullMarked
package io.millrace.runtime.task;

import org.jspecify.annotations.NullMarked;
