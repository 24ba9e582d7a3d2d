package io.millrace.local.lambda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A configured function and its execution environments: the idle ones, last used first, and those
/// given up on.
final class Function {
  private final FunctionConfig config;
  private final Logger log;
  private final Semaphore concurrency;
  private final AtomicInteger environments = new AtomicInteger();
  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private final List<ExecutionEnvironment> busy = new ArrayList<>();
  private final List<ExecutionEnvironment> discarded = new ArrayList<>();

  Function(FunctionConfig config) {
    this.config = config;
    this.log = LoggerFactory.getLogger("lambda." + config.name());
    this.concurrency = new Semaphore(config.reservedConcurrency().orElse(Integer.MAX_VALUE));
  }

  FunctionConfig config() {
    return config;
  }

  Logger log() {
    return log;
  }

  Semaphore concurrency() {
    return concurrency;
  }

  /// An idle environment or a new one; to be given back by [#release].
  synchronized ExecutionEnvironment acquire() {
    var environment =
        idle.isEmpty()
            ? new ExecutionEnvironment(config, environments.incrementAndGet())
            : idle.pop();
    busy.add(environment);
    return environment;
  }

  synchronized void release(ExecutionEnvironment environment, boolean reusable) {
    busy.remove(environment);
    if (reusable) {
      idle.push(environment);
      return;
    }
    environment.discard();
    discarded.removeIf(given -> !given.isStuck());
    discarded.add(environment);
  }

  /// How many discarded environments have a thread that does not end.
  synchronized int stuck() {
    discarded.removeIf(environment -> !environment.isStuck());
    return discarded.size();
  }

  synchronized void close() {
    idle.forEach(ExecutionEnvironment::discard);
    busy.forEach(ExecutionEnvironment::discard);
  }
}
