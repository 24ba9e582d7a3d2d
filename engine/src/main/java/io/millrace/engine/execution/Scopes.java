package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.model.State;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What expressions see at a frame: input, context object, variables, and randomness that a replay
/// repeats.
public final class Scopes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Scopes() {}

  /// The scope of the frame's state with this `$`.
  public static Scope of(Execution x, Frame frame, JsonNode input) {
    return of(x, frame, input, null);
  }

  /// As [#of(Execution, Frame, JsonNode)], for an attempt with a task token.
  public static Scope of(Execution x, Frame frame, JsonNode input, @Nullable String taskToken) {
    return new Scope(
        input, () -> context(x, frame, taskToken), frame.variables(), null, null, random(x, frame));
  }

  private static RandomGenerator random(Execution x, Frame frame) {
    return new SplittableRandom(
        x.header().seed()
            ^ (frame.enteredEventId() * 0xD1B54A32D192ED03L)
            ^ ((long) frame.retryCount() << 32)
            ^ frame.index());
  }

  /// The context object (developer guide, "Accessing execution data from the Context object";
  /// recorded: base/test_query_context_object_values).
  static ObjectNode context(Execution x, Frame frame, @Nullable String taskToken) {
    ExecutionHeader header = x.header();
    ObjectNode context = JSON.objectNode();
    ObjectNode execution = context.putObject("Execution");
    execution.put("Id", header.arn());
    execution.set("Input", x.input().node());
    execution.put("StartTime", iso(header.startMillis()));
    execution.put("Name", header.name());
    execution.put("RoleArn", header.roleArn());
    execution.put("RedriveCount", 0);
    ObjectNode machine = context.putObject("StateMachine");
    machine.put("Id", header.stateMachineArn());
    machine.put("Name", header.stateMachineName());
    if (frame.enteredEventId() > 0) {
      ObjectNode state = context.putObject("State");
      state.put("Name", frame.state().name());
      state.put("EnteredTime", iso(frame.enteredMillis()));
      if (frame.state() instanceof State.Task) {
        state.put("RetryCount", frame.retryCount());
      }
    }
    if (taskToken != null) {
      context.putObject("Task").put("Token", taskToken);
    }
    Frame iteration = frame.iteration();
    if (iteration != null) {
      ObjectNode item = context.putObject("Map").putObject("Item");
      item.put("Index", iteration.index());
      item.set("Value", iteration.mapItem());
    }
    return context;
  }

  private static String iso(long millis) {
    return MILLIS.format(Instant.ofEpochMilli(millis));
  }
}
