package io.millrace.api.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Timestamps;
import io.millrace.asl.json.Payload;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes history events as the API shows them (API reference, HistoryEvent).
public final class HistoryEventWriter {
  private final JsonGenerator json;
  private final boolean isDataIncluded;

  /// A writer into this generator.
  ///
  /// @param isDataIncluded `includeExecutionData`: whether inputs, outputs and variables are shown
  public HistoryEventWriter(JsonGenerator json, boolean isDataIncluded) {
    this.json = json;
    this.isDataIncluded = isDataIncluded;
  }

  /// Writes one event.
  public void write(HistoryEvent event) throws IOException {
    json.writeStartObject();
    Timestamps.write(json, "timestamp", event.timestampMillis());
    json.writeStringField("type", event.type().name());
    json.writeNumberField("id", event.id());
    json.writeNumberField("previousEventId", event.previousEventId());
    if (!(event.details() instanceof EventDetails.None)) {
      json.writeObjectFieldStart(DetailsFields.of(event.type()));
      writeDetails(event.details());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeDetails(EventDetails details) throws IOException {
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
    json.writeStringField("parameters", scheduled.parameters().text());
    seconds("timeoutInSeconds", scheduled.timeoutSeconds());
    seconds("heartbeatInSeconds", scheduled.heartbeatSeconds());
    credentials(scheduled.credentialsRoleArn());
  }

  private void task(String resourceType, String resource) throws IOException {
    json.writeStringField("resourceType", resourceType);
    json.writeStringField("resource", resource);
  }

  private void input(Payload input) throws IOException {
    if (isDataIncluded) {
      json.writeStringField("input", input.text());
      notTruncated("inputDetails");
    }
  }

  private void output(Payload output) throws IOException {
    if (isDataIncluded) {
      json.writeStringField("output", output.text());
      notTruncated("outputDetails");
    }
  }

  private void variables(Map<String, String> assigned) throws IOException {
    if (assigned.isEmpty() || !isDataIncluded) {
      return;
    }
    json.writeObjectFieldStart("assignedVariables");
    for (Map.Entry<String, String> variable : assigned.entrySet()) {
      json.writeStringField(variable.getKey(), variable.getValue());
    }
    json.writeEndObject();
    notTruncated("assignedVariablesDetails");
  }

  /// AWS cuts data in log events only, never in this API.
  private void notTruncated(String field) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeBooleanField("truncated", false);
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

  /// The field that holds an event's details: named after the type, but all states share two.
  private static final class DetailsFields {
    private static final Map<EventType, String> BY_TYPE = byType();

    static String of(EventType type) {
      return Objects.requireNonNull(BY_TYPE.get(type));
    }

    private static Map<EventType, String> byType() {
      Map<EventType, String> fields = new EnumMap<>(EventType.class);
      for (EventType type : EventType.values()) {
        fields.put(type, field(type.name()));
      }
      return fields;
    }

    private static String field(String type) {
      if (type.endsWith("StateEntered")) {
        return "stateEnteredEventDetails";
      }
      if (type.endsWith("StateExited")) {
        return "stateExitedEventDetails";
      }
      return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
    }
  }
}
