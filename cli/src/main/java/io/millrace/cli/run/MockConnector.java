package io.millrace.cli.run;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers the tasks of mocked states from a file, and hands all others on. Thread-safe.
///
/// A mocked task never reaches its service. Of callback and `.sync` tasks the mocked answer is the
/// one that comes in the end (AWS developer guide, "Using mocked service integrations").
final class MockConnector implements Connector {
  private final Map<String, MockFile.Responses> states;
  private final List<Connector> others;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  MockConnector(Map<String, MockFile.Responses> states, List<Connector> others) {
    this.states = Map.copyOf(states);
    this.others = List.copyOf(others);
  }

  /// All of them: whether a state is mocked is seen with its first attempt.
  @Override
  public boolean handles(Resource resource) {
    return true;
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    MockFile.Responses responses = states.get(attempt.stateName());
    if (responses == null) {
      return handOn(attempt);
    }
    int number = attempts.merge(attempt.stateName(), 1, Integer::sum) - 1;
    return switch (responses.of(number)) {
      case MockFile.Response.Return(var result) ->
          new TaskOutcome.Succeeded(Payload.ofNode(result));
      case MockFile.Response.Throw(var error, var cause) -> new TaskOutcome.Failed(error, cause);
      case null ->
          new TaskOutcome.Failed(
              "States.Runtime",
              "The mocked response '%s' has nothing for attempt %d of the state '%s'."
                  .formatted(responses.name(), number, attempt.stateName()));
    };
  }

  @Override
  public void stop(TaskAttempt attempt) throws InterruptedException {
    if (states.containsKey(attempt.stateName())) {
      return; // a mocked job is over as soon as it begins
    }
    for (Connector connector : others) {
      if (connector.handles(attempt.resource())) {
        connector.stop(attempt);
        return;
      }
    }
  }

  private TaskOutcome handOn(TaskAttempt attempt) throws InterruptedException {
    for (Connector connector : others) {
      if (connector.handles(attempt.resource())) {
        return connector.carryOut(attempt);
      }
    }
    return new TaskOutcome.Failed(
        "States.Runtime",
        "The state '%s' is not mocked, and nothing here carries out %s. Mock it with --mock."
            .formatted(attempt.stateName(), attempt.resource().arn()));
  }
}
