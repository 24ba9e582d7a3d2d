package io.millrace.runtime.shard;

import io.millrace.engine.decide.Decider;
import io.millrace.runtime.map.MapRuns;
import io.millrace.runtime.task.Dispatcher;
import io.millrace.runtime.watch.ExecutionListener;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What all shards share.
///
/// @param decided told when something was decided
/// @param listener hears of everything durable
/// @param onHalted told, on the shard's thread, why a shard has ended without having been stopped
/// @param stayMillis an execution that goes on sooner than this stays in memory
record ShardParts(
    Decider decider,
    InstantSource clock,
    Dispatcher dispatcher,
    MapRuns mapRuns,
    Loader loader,
    Committer decided,
    ExecutionListener listener,
    Consumer<Throwable> onHalted,
    long stayMillis) {}
