package io.millrace.api.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.history.DetailsWriter;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Writes history events as the API shows them (API reference, HistoryEvent).
public final class HistoryEventWriter {
  private final JsonGenerator json;
  private final DetailsWriter details;

  /// A writer into this generator.
  ///
  /// @param isDataIncluded `includeExecutionData`: whether inputs, outputs and variables are shown
  public HistoryEventWriter(JsonGenerator json, boolean isDataIncluded) {
    this.json = json;
    this.details =
        new DetailsWriter(
            json, isDataIncluded ? DetailsWriter.Data.WHOLE : DetailsWriter.Data.LEFT_OUT);
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
      details.write(event.details());
      json.writeEndObject();
    }
    json.writeEndObject();
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
