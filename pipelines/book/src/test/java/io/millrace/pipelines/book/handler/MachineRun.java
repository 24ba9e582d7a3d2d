package io.millrace.pipelines.book.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.asl.Asl;
import io.millrace.asl.json.Payload;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.decide.Effect;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.pipelines.book.Definitions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// One execution of a definition on the real engine, its functions being the real handlers on a
/// [Workshop]'s stores. Waits pass at once: time is data.
final class MachineRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:";

  final List<HistoryEvent> history = new ArrayList<>();
  final List<String> states = new ArrayList<>();

  private final Workshop workshop;
  private final Decider decider = new Decider((_, event) -> "token-" + event, EngineLimits.AWS);
  private final Execution execution;
  private final ArrayDeque<TaskAttempt> open = new ArrayDeque<>();
  private final Set<String> pausedAt = new HashSet<>();
  private Duration pause = Duration.ZERO;
  private long now = Workshop.NOW.toEpochMilli();

  private MachineRun(Workshop workshop, String definition, String runName) {
    this.workshop = workshop;
    var text = Definitions.load(definition, BookFunction.substitutions(FUNCTION_ARN::concat));
    this.execution =
        Execution.begin(
            new ExecutionHeader(
                UUID.nameUUIDFromBytes(runName.getBytes(UTF_8)),
                "arn:aws:states:us-east-1:123456789012:execution:book:" + runName,
                runName,
                "arn:aws:states:us-east-1:123456789012:stateMachine:book",
                "book",
                new UUID(3, 4),
                "arn:aws:iam::123456789012:role/book",
                "us-east-1",
                now,
                42),
            Asl.parse(text).orThrow());
  }

  static MachineRun of(Workshop workshop, String definition, String runName, Map<String, ?> input) {
    return of(workshop, definition, runName, input, Duration.ZERO);
  }

  /// As above on a machine that is switched off for `pause` in the middle of the first call of each
  /// function and, where it writes a status, of each status: what was under way never answers.
  static MachineRun of(
      Workshop workshop, String definition, String runName, Map<String, ?> input, Duration pause) {
    var run = new MachineRun(workshop, definition, runName);
    run.pause = pause;
    run.send(new Command.Start(Payload.ofText(json(input))));
    run.toTheEnd();
    return run;
  }

  ExecutionStatus status() {
    return execution.status();
  }

  JsonNode output() {
    if (history.getLast().details() instanceof EventDetails.Output(var output)) {
      return tree(output.text());
    }
    throw new AssertionError("There is no output: " + history.getLast());
  }

  EventDetails.Failure failure() {
    if (history.getLast().details() instanceof EventDetails.Failure failure) {
      return failure;
    }
    throw new AssertionError("It did not fail: " + history.getLast());
  }

  private void toTheEnd() {
    while (execution.status() == ExecutionStatus.RUNNING) {
      var attempt = open.poll();
      if (attempt != null && pause.isPositive() && pausedAt.add(kind(attempt))) {
        open.clear();
        now += pause.toMillis();
        send(new Command.Resume());
      } else if (attempt != null) {
        send(carryOut(attempt));
      } else {
        var wake = execution.wakeMillis();
        if (wake == null) {
          throw new AssertionError("Nothing to do and nothing to wait for: " + history.getLast());
        }
        now = Math.max(now, wake);
        send(new Command.Resume());
      }
    }
  }

  List<String> pauses() {
    return pausedAt.stream().sorted().toList();
  }

  private static String kind(TaskAttempt attempt) {
    var parameters = tree(attempt.parameters().text());
    var status = parameters.path("Payload").path("status").asText();
    return parameters.path("FunctionName").asText().substring(FUNCTION_ARN.length())
        + (status.isEmpty() ? "" : " " + status);
  }

  private void send(Command command) {
    var decision = decider.decide(execution, command, now);
    var goOn = false;
    history.addAll(decision.events());
    for (var event : decision.events()) {
      if (event.details() instanceof EventDetails.StateEntered(var name, _)) {
        states.add(name);
      }
    }
    for (var effect : decision.effects()) {
      switch (effect) {
        case Effect.DispatchTask(var attempt) -> open.add(attempt);
        case Effect.CancelTask(var event) ->
            open.removeIf(attempt -> attempt.scheduledEventId() == event);
        case Effect.ForgetTask _ -> throw new AssertionError("no .sync task here");
        case Effect.StartMapRun _, Effect.CancelMapRun _ ->
            throw new AssertionError("the book's machines have no distributed Map");
        case Effect.GoOn() -> goOn = true;
      }
    }
    if (goOn) {
      send(new Command.Resume());
    }
  }

  /// As Lambda and `lambda:invoke` would: the envelope on success, the class name and JSON as error
  /// and cause.
  private Command carryOut(TaskAttempt attempt) {
    var parameters = tree(attempt.parameters().text());
    var name = parameters.path("FunctionName").asText().substring(FUNCTION_ARN.length());
    var function =
        Arrays.stream(BookFunction.values())
            .filter(one -> one.functionName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("There is no function " + name));
    var event =
        JSON.convertValue(parameters.path("Payload"), new TypeReference<Map<String, Object>>() {});
    try {
      var answer = function.handler(workshop.services()).handleRequest(event, null);
      var envelope = Map.of("ExecutedVersion", "$LATEST", "Payload", answer, "StatusCode", 200);
      return new Command.TaskSucceeded(
          attempt.scheduledEventId(), now, Payload.ofText(json(envelope)));
    } catch (RuntimeException e) {
      var error = e.getClass().getName();
      var cause = Map.of("errorMessage", String.valueOf(e.getMessage()), "errorType", error);
      return new Command.TaskFailed(attempt.scheduledEventId(), now, error, json(cause));
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
