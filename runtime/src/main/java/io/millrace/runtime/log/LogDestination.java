package io.millrace.runtime.log;

import java.util.List;

/// Where log events go. Called by one thread; closed by who made it, after the engine.
public interface LogDestination {
  /// Delivers events of one log group, in the order they happened; may block.
  ///
  /// @param logGroup its name, for example `/aws/vendedlogs/states/orders`
  /// @throws RuntimeException when they could not be delivered; they are lost
  void deliver(String logGroup, List<LogEvent> events);

  /// Whether there is, or may be, a log group of this name: asked before a state machine is made
  /// that logs to it. True when that cannot be found out. Called by any thread; may block.
  default boolean mayExist(String logGroup) {
    return true;
  }
}
