package io.millrace.runtime.express;

import io.millrace.engine.decide.Decider;
import io.millrace.runtime.task.Dispatcher;
import io.millrace.runtime.watch.ExecutionListener;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What all executions share.
///
/// @param listener hears of every decision
/// @param ended told, once of each, when it is over
record ExpressParts(
    Decider decider,
    InstantSource clock,
    Dispatcher dispatcher,
    ExpressTimers timers,
    ExecutionListener listener,
    Consumer<ExpressExecution> ended) {}
