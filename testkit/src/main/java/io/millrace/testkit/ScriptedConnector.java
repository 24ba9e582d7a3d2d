package io.millrace.testkit;

import io.millrace.asl.model.Resource;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A connector for every resource that does what a test says and remembers what it was asked. Safe
/// for concurrent use.
public final class ScriptedConnector implements Connector {
  /// What to do with an attempt.
  @FunctionalInterface
  public interface Script {
    TaskOutcome play(TaskAttempt attempt) throws InterruptedException;
  }

  private final Script script;
  private final List<TaskAttempt> attempts = new CopyOnWriteArrayList<>();

  public ScriptedConnector(Script script) {
    this.script = script;
  }

  /// One whose every task succeeds with what it was given.
  public static ScriptedConnector echo() {
    return new ScriptedConnector(attempt -> new TaskOutcome.Succeeded(attempt.parameters()));
  }

  @Override
  public boolean handles(Resource resource) {
    return true;
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    attempts.add(attempt);
    return script.play(attempt);
  }

  /// All attempts so far, in the order in which they began.
  public List<TaskAttempt> attempts() {
    return List.copyOf(attempts);
  }
}
