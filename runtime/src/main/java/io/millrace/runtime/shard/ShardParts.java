package io.millrace.runtime.shard;

import io.millrace.engine.decide.Decider;
import io.millrace.runtime.task.Dispatcher;
import java.time.InstantSource;

/// What all shards share.
///
/// @param decided told when something was decided
/// @param stayMillis an execution that goes on sooner than this stays in memory
record ShardParts(
    Decider decider,
    InstantSource clock,
    Dispatcher dispatcher,
    Loader loader,
    Committer decided,
    long stayMillis) {}
