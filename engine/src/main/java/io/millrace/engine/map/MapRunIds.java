package io.millrace.engine.map;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Names of Map Runs and their children, each derived from what it belongs to, so that after a
/// crash the same thing has the same name.
public final class MapRunIds {
  private static final int CHILD_VERSION = 8;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private MapRunIds() {}

  /// The id of the Map Run that this event of this execution starts.
  public static UUID mapRun(UUID execution, long startedEventId) {
    return derived("map run " + execution + " " + startedEventId);
  }

  /// The label of a Map that has none: the same for all Map Runs of the state.
  public static String label(String stateMachineName, String mapState) {
    return derived("label " + stateMachineName + " " + mapState).toString();
  }

  /// `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:UUID`.
  public static String arn(ExecutionHeader parent, String label, UUID mapRun) {
    return resource(parent.stateMachineArn(), "mapRun", label) + ":" + mapRun;
  }

  /// The ARN of the Map Run that this execution is a child of.
  ///
  /// @throws IllegalStateException when it is none
  public static String arn(ExecutionHeader child) {
    ChildOf of = child.child();
    if (of == null) {
      throw new IllegalStateException(child.arn() + " is no child of a Map Run");
    }
    return resource(child.stateMachineArn(), "mapRun", label(child)) + ":" + of.mapRun();
  }

  /// The label of the Map Run that this execution is a child of.
  public static String label(ExecutionHeader child) {
    String name = child.stateMachineName();
    return name.substring(name.indexOf('/') + 1);
  }

  /// The header of a child.
  ///
  /// @param nowMillis when it starts
  public static ExecutionHeader child(MapRunPlan plan, ChildOf child, long nowMillis) {
    ExecutionHeader parent = plan.parent();
    String name = derived("child " + plan.id() + " " + child.index()).toString();
    return new ExecutionHeader(
        childId(plan.id(), plan.startedMillis(), child.index()),
        resource(parent.stateMachineArn(), "execution", plan.label()) + ":" + name,
        name,
        resource(parent.stateMachineArn(), "stateMachine", plan.label()),
        machine(parent.stateMachineName()) + "/" + plan.label(),
        parent.machineRevision(),
        parent.roleArn(),
        parent.region(),
        nowMillis,
        parent.seed() ^ (plan.startedEventId() << 32) ^ (child.index() * 0x9E3779B97F4A7C15L),
        child);
  }

  /// A child's id: of version 8 (RFC 9562), so that they sort by their Map Run's start and by
  /// index, and tell which Map Run they belong to, as [#affinity] uses.
  public static UUID childId(UUID mapRun, long startedMillis, int index) {
    long high =
        (startedMillis << 16) | (CHILD_VERSION << 12) | (mapRun.getMostSignificantBits() & 0xFFF);
    long low =
        VARIANT
            | ((mapRun.getLeastSignificantBits() & 0x3FFF_FFFFL) << 32)
            | (index & 0xFFFF_FFFFL);
    return new UUID(high, low);
  }

  /// What decides which shard an execution belongs to. All children of a Map Run belong to one, so
  /// that they become durable in the order in which they were started.
  public static int affinity(UUID execution) {
    if (execution.version() == CHILD_VERSION) {
      return Long.hashCode(
          execution.getMostSignificantBits() ^ (execution.getLeastSignificantBits() >>> 32));
    }
    return execution.hashCode();
  }

  /// The machine's own ARN with another resource type and the label after its name: children of a
  /// Map Run in a child get the machine's own name too.
  private static String resource(String stateMachineArn, String type, String label) {
    String[] parts = stateMachineArn.split(":", 7);
    parts[5] = type;
    parts[6] = machine(parts[6]) + "/" + label;
    return String.join(":", parts);
  }

  private static String machine(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static UUID derived(String from) {
    return UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8));
  }
}
