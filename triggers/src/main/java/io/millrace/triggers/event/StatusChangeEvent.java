package io.millrace.triggers.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.triggers.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One change of an execution's status (developer guide, "Automating Step Functions event delivery
/// with EventBridge").
///
/// @param eventId of the history event that made it
/// @param atMillis when that was
/// @param stopMillis the same when the execution has ended with it, else null
/// @param output null unless it succeeded
/// @param redriveCount redrives before this event
/// @param redriveMillis when the last of them was, or null
public record StatusChangeEvent(
    ExecutionHeader header,
    long eventId,
    ExecutionStatus status,
    long atMillis,
    @Nullable Long stopMillis,
    Payload input,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    int redriveCount,
    @Nullable Long redriveMillis) {
  /// "If the combined escaped input and escaped output … exceeds 248 KiB, then the input will be
  /// excluded. Similarly, if the escaped output exceeds 248 KiB, then the output will be excluded."
  private static final int DATA_BYTES_MAX = 248 * 1024;

  /// What is the same whenever this change is told.
  public String deduplicationId() {
    return header.arn() + "/" + status + "/" + redriveCount;
  }

  /// The event as EventBridge has it; the same at every delivery.
  public ObjectNode toJson() {
    String[] arn = header.arn().split(":", -1);
    ObjectNode event = Json.MAPPER.createObjectNode();
    event.put("version", "0");
    event.put("id", id());
    event.put("detail-type", "Step Functions Execution Status Change");
    event.put("source", "aws.states");
    event.put("account", arn[4]);
    event.put("time", Instant.ofEpochMilli(atMillis).truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", arn[3]);
    event.putArray("resources").add(header.arn());
    event.set("detail", detail());
    return event;
  }

  private ObjectNode detail() {
    int outputBytes = escapedBytes(output);
    boolean isOutputIncluded = outputBytes <= DATA_BYTES_MAX;
    boolean isInputIncluded = escapedBytes(input) + outputBytes <= DATA_BYTES_MAX;
    ObjectNode detail = Json.MAPPER.createObjectNode();
    detail.put("executionArn", header.arn());
    detail.put("stateMachineArn", header.stateMachineArn());
    detail.putNull("stateMachineVersionArn");
    detail.putNull("stateMachineAliasArn");
    detail.put("name", header.name());
    detail.put("status", status.name());
    detail.put("startDate", header.startMillis());
    detail.put("stopDate", stopMillis);
    detail.put("input", isInputIncluded ? input.text() : null);
    detail.put("output", output != null && isOutputIncluded ? output.text() : null);
    detail.putObject("inputDetails").put("included", isInputIncluded);
    if (output == null) {
      detail.putNull("outputDetails");
    } else {
      detail.putObject("outputDetails").put("included", isOutputIncluded);
    }
    detail.put("error", error);
    detail.put("cause", cause);
    detail.put("redriveCount", redriveCount);
    detail.put("redriveDate", redriveMillis);
    return detail;
  }

  /// Drawn from what it is about, so that a repeated delivery can be recognised.
  private String id() {
    String about = header.id() + "/" + eventId;
    return UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static int escapedBytes(@Nullable Payload payload) {
    if (payload == null) return 0;
    return Json.write(TextNode.valueOf(payload.text())).getBytes(StandardCharsets.UTF_8).length - 2;
  }
}
