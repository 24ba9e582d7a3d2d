package io.millrace.connectors.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connectors.aws.AwsJsonService;
import io.millrace.runtime.log.LogDestination;
import io.millrace.runtime.log.LogEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Log groups of Amazon CloudWatch Logs. Each state machine has a log stream of its own, named as
/// Step Functions names them (`states/MACHINE/DATE/ID`), a new one for each start of the server.
/// Safe for concurrent use.
public final class CloudWatchLogs implements LogDestination {
  private static final Logger LOG = LoggerFactory.getLogger(CloudWatchLogs.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 200;

  private final AwsJsonService service;
  private final String streamSuffix;
  private final Set<String> streams = ConcurrentHashMap.newKeySet();

  /// @param service CloudWatch Logs
  /// @param startedAt when the server started, in UTC in the streams' names
  /// @param id tells servers apart that start in the same minute
  public CloudWatchLogs(AwsJsonService service, Instant startedAt, String id) {
    this.service = service;
    this.streamSuffix =
        DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm").format(startedAt.atOffset(ZoneOffset.UTC))
            + "/"
            + id;
  }

  @Override
  public void deliver(String logGroup, List<LogEvent> events) {
    Map<String, LogBatch> batches = new LinkedHashMap<>();
    for (LogEvent event : events) {
      LogBatch batch = batches.computeIfAbsent(event.stateMachineName(), _ -> new LogBatch());
      if (!batch.fits(event)) {
        put(logGroup, event.stateMachineName(), batch);
        batch = new LogBatch();
        batches.put(event.stateMachineName(), batch);
      }
      batch.add(event);
    }
    batches.forEach((machine, batch) -> put(logGroup, machine, batch));
  }

  private void put(String logGroup, String stateMachineName, LogBatch batch) {
    String stream = "states/" + stateMachineName + "/" + streamSuffix;
    ObjectNode request = JSON.objectNode();
    request.put("logGroupName", logGroup);
    request.put("logStreamName", stream);
    ArrayNode list = request.putArray("logEvents");
    for (LogEvent event : batch.inOrder()) {
      list.addObject().put("timestamp", event.timestampMillis()).put("message", event.text());
    }
    try {
      if (streams.add(logGroup + " " + stream)) {
        createStream(logGroup, stream);
      }
      call("PutLogEvents", request);
    } catch (AwsJsonService.RefusedException e) {
      streams.remove(logGroup + " " + stream); // deleted, maybe: made again next time
      throw new IllegalStateException(e.code() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      streams.remove(logGroup + " " + stream);
      throw new IllegalStateException("CloudWatch Logs cannot be reached: " + e.getMessage(), e);
    }
  }

  private void createStream(String logGroup, String stream)
      throws AwsJsonService.RefusedException, IOException {
    ObjectNode request = JSON.objectNode();
    request.put("logGroupName", logGroup);
    request.put("logStreamName", stream);
    try {
      call("CreateLogStream", request);
    } catch (AwsJsonService.RefusedException e) {
      if (!e.code().equals("ResourceAlreadyExistsException")) {
        throw e;
      }
    }
  }

  /// Repeats what may pass; the thread is this destination's own.
  private AwsJsonService.Answer call(String action, ObjectNode request)
      throws AwsJsonService.RefusedException, IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return service.call(action, request);
      } catch (AwsJsonService.RefusedException e) {
        boolean passes = e.statusCode() >= 500 || e.code().contains("Throttl");
        if (!passes || attempt == TRIES) {
          throw e;
        }
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
      pause(attempt * PAUSE_MILLIS);
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public boolean mayExist(String logGroup) {
    try {
      ObjectNode request = JSON.objectNode().put("logGroupNamePrefix", logGroup);
      for (JsonNode group : service.call("DescribeLogGroups", request).body().path("logGroups")) {
        if (group.path("logGroupName").asText().equals(logGroup)) {
          return true;
        }
      }
      return false;
    } catch (AwsJsonService.RefusedException | IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("logGroup", logGroup)
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("Whether a log group exists cannot be found out; it is taken as it is");
      return true;
    }
  }
}
