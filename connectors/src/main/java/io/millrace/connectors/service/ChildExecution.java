package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.connectors.aws.AwsAnswer;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.execution.Executions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a task sees of the execution it started.
final class ChildExecution {
  private ChildExecution() {}

  /// The answer to the start (recorded: callback/test_start_execution_sync2). No HTTP was spoken in
  /// this process: the headers are those that follow from the answer itself.
  static ObjectNode started(Executions.Started started, String requestId) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ExecutionArn", started.executionArn());
    String body =
        "{\"executionArn\":\"%s\",\"startDate\":%.3f}"
            .formatted(started.executionArn(), started.startMillis() / 1000.0);
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(started.startMillis()).atOffset(ZoneOffset.UTC));
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("x-amzn-RequestId", List.of(requestId));
    headers.put("Content-Length", List.of(length(body)));
    headers.put("Date", List.of(date));
    headers.put("Content-Type", List.of("application/x-amz-json-1.0"));
    AwsAnswer.envelope(answer, 200, headers, requestId);
    answer.put("StartDate", started.startMillis());
    return answer;
  }

  private static String length(String body) {
    return Integer.toString(body.getBytes(StandardCharsets.UTF_8).length);
  }

  /// The result of `.sync` and `.sync:2`, and the cause of their failure: the execution as
  /// DescribeExecution tells it, with input and output as text or, by `.sync:2`, as JSON (recorded:
  /// local_mocking/test_sfn_start_execution_sync,
  /// callback/test_start_execution_sync_delegate_timeout).
  static ObjectNode ended(ExecutionDescription child, Pattern pattern) {
    boolean asJson = pattern == Pattern.SYNC_2;
    ExecutionStatus status = child.summary().status();
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    text(result, "Cause", child.cause());
    text(result, "Error", child.error());
    result.put("ExecutionArn", child.summary().header().arn());
    result.set("Input", data(child.input(), asJson));
    result.putObject("InputDetails").put("Included", true);
    result.put("Name", child.summary().header().name());
    if (child.output() != null) {
      result.set("Output", data(child.output(), asJson));
      result.putObject("OutputDetails").put("Included", true);
    }
    result.put("RedriveCount", child.summary().redrives().count());
    if (child.summary().redrives().count() > 0) {
      result.put("RedriveDate", child.summary().redrives().lastMillis());
    }
    if (status == ExecutionStatus.SUCCEEDED) {
      result.put("RedriveStatus", "NOT_REDRIVABLE");
      result.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
    } else {
      result.put("RedriveStatus", "REDRIVABLE");
    }
    result.put("StartDate", child.summary().header().startMillis());
    result.put("StateMachineArn", child.summary().header().stateMachineArn());
    result.put("Status", status.name());
    if (child.summary().stopMillis() != null) {
      result.put("StopDate", child.summary().stopMillis());
    }
    return result;
  }

  private static JsonNode data(Payload payload, boolean asJson) {
    return asJson ? payload.node() : JsonNodeFactory.instance.textNode(payload.text());
  }

  private static void text(ObjectNode result, String field, @Nullable String value) {
    if (value != null) {
      result.put(field, value);
    }
  }
}
