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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What expressions see at a frame: input, context object, variables, and randomness that a replay
/// repeats.
public final class Scopes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Scopes() {}

  /// What an expression is for: each use draws its own random numbers.
  public enum Use {
    ARGUMENTS(1),
    RESULT_SELECTOR(2),
    ASSIGN(3),
    OUTPUT(4),
    CHOICE(5),
    CATCH(6),
    ITEM_SELECTOR(7);

    private final long draw;

    Use(long draw) {
      this.draw = draw;
    }
  }

  /// The scope of what a restart evaluates again, to the same value: due times, a Map's items, a
  /// Fail state's words. Its time is when the state was entered.
  public static Scope repeatable(Execution x, Frame frame, JsonNode input) {
    return scope(
        x,
        frame,
        input,
        () -> context(x, frame, null, frame.retryCount()),
        frame.enteredEventId(),
        frame.enteredMillis());
  }

  /// The scope of what is evaluated once and told by an event.
  ///
  /// @param taskToken of the attempt that is about to be scheduled, or null
  /// @param nowMillis the decision's time, for `$now()`
  public static Scope once(
      Execution x,
      Frame frame,
      JsonNode input,
      Use use,
      @Nullable String taskToken,
      long nowMillis) {
    // A retry is counted by its event, which is yet to come.
    boolean retrying = use == Use.ARGUMENTS && frame.phase() instanceof Phase.Failed;
    int retries = frame.retryCount() + (retrying ? 1 : 0);
    return scope(
        x,
        frame,
        input,
        () -> context(x, frame, taskToken, retries),
        x.lastEventId() * 31 + use.draw,
        nowMillis);
  }

  private static Scope scope(
      Execution x,
      Frame frame,
      JsonNode input,
      Supplier<JsonNode> context,
      long draw,
      long timeMillis) {
    long seed = x.header().seed() ^ (draw * 0xD1B54A32D192ED03L) ^ ((long) frame.index() << 40);
    return new Scope(
        input,
        context,
        frame.variables(),
        null,
        null,
        new SplittableRandom(seed),
        () -> Instant.ofEpochMilli(timeMillis));
  }

  /// The context object (developer guide, "Accessing execution data from the Context object";
  /// recorded: base/test_query_context_object_values).
  public static ObjectNode context(
      Execution x, Frame frame, @Nullable String taskToken, int retryCount) {
    ExecutionHeader header = x.header();
    ObjectNode context = JSON.objectNode();
    ObjectNode execution = context.putObject("Execution");
    execution.put("Id", header.arn());
    execution.set("Input", x.input().node());
    execution.put("StartTime", iso(header.startMillis()));
    execution.put("Name", header.name());
    execution.put("RoleArn", header.roleArn());
    if (x.countsRedrives()) {
      execution.put("RedriveCount", x.redrives().count());
      if (x.redrives().count() > 0) {
        execution.put("RedriveTime", iso(x.redrives().lastMillis()));
      }
    }
    ObjectNode machine = context.putObject("StateMachine");
    machine.put("Id", header.stateMachineArn());
    machine.put("Name", header.stateMachineName());
    if (frame.enteredEventId() > 0) {
      ObjectNode state = context.putObject("State");
      state.put("Name", frame.state().name());
      state.put("EnteredTime", iso(frame.enteredMillis()));
      if (frame.state() instanceof State.Task) {
        state.put("RetryCount", retryCount);
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
