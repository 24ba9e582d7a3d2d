package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.history.HistoryEventWriter;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.execution.Executions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GetExecutionHistory.
///
/// `maxResults` is an upper limit only: a page also ends when it has grown large, so that an answer
/// fits into memory whatever the events hold.
final class GetExecutionHistory implements Operation {
  /// So many events are read at once.
  private static final int CHUNK = 200;

  /// A page ends with the event that exceeds this.
  private static final long PAGE_CHARACTERS_MAX = 4 * 1024 * 1024;

  private final Executions executions;

  GetExecutionHistory(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "GetExecutionHistory";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String executionArn = request.text("executionArn", TextRule.ARN);
    boolean reverse = request.flag("reverseOrder", false);
    boolean isDataIncluded = request.flag("includeExecutionData", true);
    String token = request.optionalText("nextToken", TextRule.PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    String listing = "GetExecutionHistory " + executionArn + " " + reverse;
    long from = reverse ? Long.MAX_VALUE : 1;
    if (token != null) {
      from = PageToken.cursor(listing, token, Long::valueOf);
    }

    answer.writeArrayFieldStart("events");
    Page page = new Page(executionArn, reverse, pageSize);
    Long next = write(page, from, new HistoryEventWriter(answer, isDataIncluded), answer);
    answer.writeEndArray();
    if (next != null) {
      answer.writeStringField("nextToken", PageToken.of(listing, next.toString()));
    }
  }

  /// Writes the page.
  ///
  /// @return the id of the event that the next page begins with, or null when this is the last
  private @Nullable Long write(
      Page page, long from, HistoryEventWriter writer, JsonGenerator answer) throws IOException {
    int written = 0;
    long startsAt = characters(answer);
    long cursor = from;
    while (true) {
      // One more than the page holds tells whether there is a next page.
      int wanted = Math.min(CHUNK, page.size() + 1 - written);
      List<HistoryEvent> chunk =
          executions.history(page.executionArn(), cursor, page.reverse(), wanted);
      for (HistoryEvent event : chunk) {
        if (written == page.size() || characters(answer) - startsAt > PAGE_CHARACTERS_MAX) {
          return event.id();
        }
        writer.write(event);
        written++;
        cursor = page.reverse() ? event.id() - 1 : event.id() + 1;
      }
      if (chunk.size() < wanted || cursor < 1) {
        return null;
      }
    }
  }

  private static long characters(JsonGenerator answer) throws IOException {
    answer.flush();
    return ((ByteArrayOutputStream) answer.getOutputTarget()).size();
  }

  private record Page(String executionArn, boolean reverse, int size) {}
}
