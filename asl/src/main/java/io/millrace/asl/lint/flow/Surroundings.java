package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a graph's states see besides their input.
///
/// @param executionInput `$$.Execution.Input`
/// @param item `$$.Map.Item.Value`, or null outside a Map
record Surroundings(Shape executionInput, @Nullable Shape item) {
  private static final Member TEXT = Member.of(Shape.of(Kind.STRING));
  private static final Member NUMBER = Member.of(Shape.of(Kind.NUMBER));

  Surroundings withItem(Shape newItem) {
    return new Surroundings(executionInput, newItem);
  }

  /// The context object at a state. AWS developer guide, "Accessing execution data from the Context
  /// object in Step Functions".
  Shape context(StateNode state) {
    Map<String, Member> members = new LinkedHashMap<>();
    members.put(
        "Execution",
        Member.of(
            closed(
                "Execution",
                Map.of(
                    "Id", TEXT,
                    "Input", Member.of(executionInput),
                    "Name", TEXT,
                    "RoleArn", TEXT,
                    "StartTime", TEXT,
                    "RedriveCount", NUMBER,
                    "RedriveTime", new Member(Presence.UNKNOWN, Shape.of(Kind.STRING), null)))));
    Presence retries = state.isType("Task") ? Presence.PRESENT : Presence.UNKNOWN;
    members.put(
        "State",
        Member.of(
            closed(
                "State",
                Map.of(
                    "EnteredTime",
                    TEXT,
                    "Name",
                    TEXT,
                    "RetryCount",
                    new Member(retries, Shape.of(Kind.NUMBER), null)))));
    members.put(
        "StateMachine", Member.of(closed("StateMachine", Map.of("Id", TEXT, "Name", TEXT))));
    members.put("Task", task(state));
    Shape value = item;
    if (value == null) {
      members.put("Map", absent("`$$.Map` exists only in a Map's ItemSelector and processor"));
    } else {
      members.put("Map", Member.of(Shape.openObject(Map.of("Item", Member.of(item(value))))));
    }
    return Shape.object(
        members, new Made(new Cause("", "AWS documents the members of the context object"), null));
  }

  private static Shape item(Shape value) {
    return Shape.openObject(Map.of("Index", NUMBER, "Value", Member.of(value)));
  }

  private static Shape closed(String name, Map<String, Member> members) {
    return Shape.object(
        members,
        new Made(
            new Cause("", "AWS documents the members of `$$." + name + "`, and this is none"),
            null));
  }

  private static Member absent(String text) {
    return new Member(Presence.ABSENT, Shape.NOTHING, new Made(new Cause("", text), null));
  }

  private static Member task(StateNode state) {
    Integration integration = state.integration();
    if (!state.isType("Task")) {
      return absent("`$$.Task` exists only in a Task state");
    }
    // Recorded: services/test_sync_with_task_token. Of tasks that wait for nothing there is no
    // recording; the rule about idle tokens reports those.
    return integration.waitsForToken() || integration.waitsForJob()
        ? Member.of(Shape.openObject(Map.of("Token", TEXT)))
        : new Member(Presence.UNKNOWN, Shape.ANY, null);
  }
}
