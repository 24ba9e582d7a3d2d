/// The loops: shards that decide, the committer that makes decisions durable, and what brings
/// executions back to memory.
///
/// An execution belongs to the shard its id hashes to, and only that shard's thread touches it;
/// effects and answers come after the commit (laws 2, 3 and 5). Read
/// [io.millrace.runtime.shard.Shard] first, then [io.millrace.runtime.shard.Committer].
@NullMarked
package io.millrace.runtime.shard;

import org.jspecify.annotations.NullMarked;
