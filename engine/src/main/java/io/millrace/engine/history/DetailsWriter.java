package io.millrace.engine.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.asl.json.Payload;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the details of events in AWS's words: GetExecutionHistory and log events have the same
/// (API reference, HistoryEvent; recorded: logs/test_base).
public final class DetailsWriter {
  private final JsonGenerator json;
  private final Data data;

  /// What becomes of inputs, outputs and variables.
  public enum Data {
    /// As they are.
    WHOLE,
    /// Cut at the length that a log event can hold.
    CUT,
    /// Not shown (GetExecutionHistory without `includeExecutionData`).
    LEFT_OUT,
    /// Not shown, and neither are a task's parameters, which are made of them: in logs.
    LEFT_OUT_EVERYWHERE
  }

  /// A writer into this generator.
  public DetailsWriter(JsonGenerator json, Data data) {
    this.json = json;
    this.data = data;
  }

  /// Writes the fields; the object around them is the caller's.
  public void write(EventDetails details) throws IOException {
    switch (details) {
      case EventDetails.None _ -> {}
      case EventDetails.ExecutionStart start -> {
        input(start.input());
        json.writeStringField("roleArn", start.roleArn());
      }
      case EventDetails.Output output -> output(output.output());
      case EventDetails.Failure failure -> failure(failure.error(), failure.cause());
      case EventDetails.StateEntered entered -> {
        json.writeStringField("name", entered.name());
        input(entered.input());
      }
      case EventDetails.StateExited exited -> {
        json.writeStringField("name", exited.name());
        output(exited.output());
        variables(exited.assignedVariables());
      }
      case EventDetails.TaskScheduled scheduled -> taskScheduled(scheduled);
      case EventDetails.TaskStarted started -> task(started.resourceType(), started.resource());
      case EventDetails.TaskOutput output -> {
        task(output.resourceType(), output.resource());
        output(output.output());
      }
      case EventDetails.TaskFailure failure -> {
        task(failure.resourceType(), failure.resource());
        failure(failure.error(), failure.cause());
      }
      case EventDetails.LambdaScheduled scheduled -> {
        json.writeStringField("resource", scheduled.resource());
        input(scheduled.input());
        seconds("timeoutInSeconds", scheduled.timeoutSeconds());
        credentials(scheduled.credentialsRoleArn());
      }
      case EventDetails.ActivityScheduled scheduled -> {
        json.writeStringField("resource", scheduled.resource());
        input(scheduled.input());
        seconds("timeoutInSeconds", scheduled.timeoutSeconds());
        seconds("heartbeatInSeconds", scheduled.heartbeatSeconds());
      }
      case EventDetails.ActivityStarted started -> text("workerName", started.workerName());
      case EventDetails.MapStarted started -> json.writeNumberField("length", started.length());
      case EventDetails.MapRunStarted started ->
          json.writeStringField("mapRunArn", started.mapRunArn());
      case EventDetails.ExecutionRedriven redriven ->
          json.writeNumberField("redriveCount", redriven.redriveCount());
      case EventDetails.MapRunRedriven redriven -> {
        json.writeStringField("mapRunArn", redriven.mapRunArn());
        json.writeNumberField("redriveCount", redriven.redriveCount());
      }
      case EventDetails.Iteration iteration -> {
        json.writeStringField("name", iteration.name());
        json.writeNumberField("index", iteration.index());
      }
      case EventDetails.EvaluationFailed failed -> {
        failure(failed.error(), failed.cause());
        text("location", failed.location());
        json.writeStringField("state", failed.state());
      }
    }
  }

  private void taskScheduled(EventDetails.TaskScheduled scheduled) throws IOException {
    task(scheduled.resourceType(), scheduled.resource());
    json.writeStringField("region", scheduled.region());
    if (data == Data.CUT) {
      json.writeStringField("parameters", LogData.cut(scheduled.parameters().text()));
    } else if (data != Data.LEFT_OUT_EVERYWHERE) {
      json.writeStringField("parameters", scheduled.parameters().text());
    }
    seconds("timeoutInSeconds", scheduled.timeoutSeconds());
    seconds("heartbeatInSeconds", scheduled.heartbeatSeconds());
    credentials(scheduled.credentialsRoleArn());
  }

  private void task(String resourceType, String resource) throws IOException {
    json.writeStringField("resourceType", resourceType);
    json.writeStringField("resource", resource);
  }

  private void input(Payload input) throws IOException {
    payload("input", "inputDetails", input.text());
  }

  private void output(Payload output) throws IOException {
    payload("output", "outputDetails", output.text());
  }

  private void payload(String field, String detailsField, String text) throws IOException {
    switch (data) {
      case WHOLE -> {
        json.writeStringField(field, text);
        truncated(detailsField, false);
      }
      case CUT -> {
        String cut = LogData.cut(text);
        json.writeStringField(field, cut);
        truncated(detailsField, cut.length() < text.length());
      }
      case LEFT_OUT, LEFT_OUT_EVERYWHERE -> {}
    }
  }

  private void variables(Map<String, String> assigned) throws IOException {
    if (assigned.isEmpty() || data == Data.LEFT_OUT || data == Data.LEFT_OUT_EVERYWHERE) {
      return;
    }
    json.writeObjectFieldStart("assignedVariables");
    for (Map.Entry<String, String> variable : assigned.entrySet()) {
      json.writeStringField(variable.getKey(), variable.getValue());
    }
    json.writeEndObject();
    truncated("assignedVariablesDetails", false);
  }

  private void truncated(String field, boolean isCut) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeBooleanField("truncated", isCut);
    json.writeEndObject();
  }

  private void failure(@Nullable String error, @Nullable String cause) throws IOException {
    text("error", error);
    text("cause", cause);
  }

  private void credentials(@Nullable String roleArn) throws IOException {
    if (roleArn != null) {
      json.writeObjectFieldStart("taskCredentials");
      json.writeStringField("roleArn", roleArn);
      json.writeEndObject();
    }
  }

  private void seconds(String field, @Nullable Long value) throws IOException {
    if (value != null) {
      json.writeNumberField(field, value);
    }
  }

  private void text(String field, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
