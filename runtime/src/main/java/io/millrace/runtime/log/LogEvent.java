package io.millrace.runtime.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.asl.json.Json;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.DetailsWriter;
import io.millrace.engine.history.HistoryEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// A line of a log.
///
/// @param stateMachineName whose execution it is about
/// @param timestampMillis milliseconds since the epoch
/// @param text JSON, as CloudWatch Logs shows it
public record LogEvent(String stateMachineName, long timestampMillis, String text) {

  /// An event of a history as AWS logs it: numbers are texts, details are those of
  /// GetExecutionHistory (recorded: logs/test_base).
  static LogEvent of(
      ExecutionHeader header, HistoryEvent event, boolean isDataIncluded, int redriveCount) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = Json.mapper().getFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", Long.toString(event.id()));
      json.writeStringField("type", event.type().name());
      json.writeObjectFieldStart("details");
      new DetailsWriter(
              json,
              isDataIncluded ? DetailsWriter.Data.CUT : DetailsWriter.Data.LEFT_OUT_EVERYWHERE)
          .write(event.details());
      json.writeEndObject();
      json.writeStringField("redrive_count", Integer.toString(redriveCount));
      json.writeStringField("previous_event_id", Long.toString(event.previousEventId()));
      json.writeStringField("event_timestamp", Long.toString(event.timestampMillis()));
      json.writeStringField("execution_arn", header.arn());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
    return new LogEvent(header.stateMachineName(), event.timestampMillis(), text.toString());
  }
}
