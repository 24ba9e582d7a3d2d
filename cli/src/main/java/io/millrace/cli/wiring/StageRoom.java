package io.millrace.cli.wiring;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.StatusInterest;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.triggers.pipe.Room;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Which executions of chains run in this process, so that pipes start no more than the host has
/// turns for: a state's timeout runs while its function waits for a turn. After a restart, an
/// execution is known once it goes on. Thread-safe.
final class StageRoom implements ExecutionListener {
  private final Map<String, Set<UUID>> running = new HashMap<>();
  private final int parallel;

  /// @param stateMachineArns of the chains
  /// @param parallel executions of each at once
  StageRoom(List<String> stateMachineArns, int parallel) {
    stateMachineArns.forEach(arn -> running.put(arn, ConcurrentHashMap.newKeySet()));
    this.parallel = parallel;
  }

  /// The room of one chain; no bound for what is none.
  Room of(String stateMachineArn) {
    var ofChain = running.get(stateMachineArn);
    return ofChain == null ? Room.ENDLESS : () -> parallel - ofChain.size();
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    var ofChain = running.get(header.stateMachineArn());
    if (ofChain == null || header.child() != null) {
      return;
    }
    var isRunning = true;
    for (var event : events) {
      ExecutionStatus changed = StatusInterest.changesInto(event);
      isRunning = changed == null ? isRunning : !changed.isTerminal();
    }
    if (isRunning) {
      ofChain.add(header.id());
    } else {
      ofChain.remove(header.id());
    }
  }

  @Override
  public void dispatched(ExecutionHeader header, TaskAttempt attempt) {
    var ofChain = running.get(header.stateMachineArn());
    if (ofChain != null && header.child() == null) {
      ofChain.add(header.id());
    }
  }
}
