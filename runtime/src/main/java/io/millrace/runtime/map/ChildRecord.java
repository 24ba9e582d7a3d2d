package io.millrace.runtime.map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.map.MapRunStore;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/// A child execution as result files tell of it, when they tell everything (`Transformation` NONE):
/// fields as in the developer guide, "ResultWriter (Map)".
final class ChildRecord {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private ChildRecord() {}

  static ObjectNode of(MapRunStore.Child child) {
    ExecutionHeader header = child.summary().header();
    ExecutionStatus status = child.summary().status();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (child.last().details() instanceof EventDetails.Failure failure) {
      putText(node, "Cause", failure.cause());
      putText(node, "Error", failure.error());
    }
    node.put("ExecutionArn", header.arn());
    putInput(node, input(child));
    node.put("Name", header.name());
    Payload output = output(child);
    if (output != null) {
      node.put("Output", output.text());
      node.putObject("OutputDetails").put("Included", true);
    }
    node.put("RedriveCount", child.summary().redrives().count());
    if (child.summary().redrives().count() > 0) {
      node.put("RedriveDate", iso(child.summary().redrives().lastMillis()));
    }
    if (status == ExecutionStatus.SUCCEEDED) {
      node.put("RedriveStatus", "NOT_REDRIVABLE");
      node.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
    } else {
      node.put("RedriveStatus", "REDRIVABLE");
    }
    node.put("StartDate", iso(header.startMillis()));
    node.put("StateMachineArn", header.stateMachineArn());
    node.put("Status", status.name());
    if (child.summary().stopMillis() != null) {
      node.put("StopDate", iso(child.summary().stopMillis()));
    }
    return node;
  }

  /// A child that was never started.
  static ObjectNode pending(ExecutionHeader header, Payload input) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("ExecutionArn", header.arn());
    putInput(node, input);
    node.put("Name", header.name());
    node.put("StateMachineArn", header.stateMachineArn());
    node.put("Status", "PENDING");
    return node;
  }

  /// Its output, or null unless it succeeded.
  static @Nullable Payload output(MapRunStore.Child child) {
    return child.last().details() instanceof EventDetails.Output end ? end.output() : null;
  }

  private static Payload input(MapRunStore.Child child) {
    if (child.first().details() instanceof EventDetails.ExecutionStart start) {
      return start.input();
    }
    throw new IllegalStateException(
        child.summary().header().arn() + " does not begin with ExecutionStarted");
  }

  private static void putInput(ObjectNode node, Payload input) {
    node.put("Input", input.text());
    node.putObject("InputDetails").put("Included", true);
  }

  private static void putText(ObjectNode node, String field, @Nullable String text) {
    if (text != null) {
      node.put(field, text);
    }
  }

  private static String iso(long millis) {
    return MILLIS.format(Instant.ofEpochMilli(millis));
  }
}
