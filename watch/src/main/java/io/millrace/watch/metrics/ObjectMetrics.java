package io.millrace.watch.metrics;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.watch.ExecutionListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts requests for objects: for the bucket, and for the execution whose run they belong to, by
/// the convention `executions/{runId}/…`. Safe for concurrent use.
///
/// When an execution ends, what was done under its name is recorded. A run whose id is no
/// execution's name (a resumed one) counts for the bucket only.
public final class ObjectMetrics implements ExecutionListener {
  /// Runs that are counted at the same time; the one that is asked for least recently makes room.
  static final int RUNS_MAX = 10_000;

  private static final String ROOT = "executions/";

  private final Meters meters;
  private final Map<String, Usage> runs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Usage> eldest) {
          return size() > RUNS_MAX;
        }
      };

  private static final class Usage {
    long puts;
    long gets;
    long uploaded;
    long downloaded;
  }

  public ObjectMetrics(Meters meters) {
    this.meters = meters;
  }

  /// A request was answered without an error.
  ///
  /// @param method `GET`, `PUT`, …
  /// @param key empty for requests to the bucket itself
  /// @param received bytes of the request's body
  /// @param sent bytes of the answer's body
  public void request(String method, String bucket, String key, long received, long sent) {
    boolean isPut = method.equals("PUT");
    Metric metric =
        switch (method) {
          case "GET" -> key.isEmpty() ? Metric.LIST_REQUESTS : Metric.GET_REQUESTS;
          case "HEAD" -> Metric.HEAD_REQUESTS;
          case "DELETE" -> Metric.DELETE_REQUESTS;
          case "POST" -> Metric.POST_REQUESTS;
          default -> Metric.PUT_REQUESTS;
        };
    meters.of(metric, bucket).count();
    if (key.isEmpty()) {
      return;
    }
    if (isPut) {
      meters.of(Metric.BYTES_UPLOADED, bucket).record(received);
    } else if (method.equals("GET")) {
      meters.of(Metric.BYTES_DOWNLOADED, bucket).record(sent);
    } else {
      return;
    }
    String run = run(key);
    if (run != null) {
      synchronized (runs) {
        Usage usage = runs.computeIfAbsent(run, _ -> new Usage());
        if (isPut) {
          usage.puts++;
          usage.uploaded += received;
        } else {
          usage.gets++;
          usage.downloaded += sent;
        }
      }
    }
  }

  private static @Nullable String run(String key) {
    int end = key.startsWith(ROOT) ? key.indexOf('/', ROOT.length()) : -1;
    return end < 0 ? null : key.substring(ROOT.length(), end);
  }

  @Override
  public void committed(ExecutionHeader header, List<HistoryEvent> events) {
    switch (events.getLast().type()) {
      case ExecutionSucceeded, ExecutionFailed, ExecutionTimedOut, ExecutionAborted ->
          ended(header);
      default -> {
        // It goes on.
      }
    }
  }

  private void ended(ExecutionHeader header) {
    Usage usage;
    synchronized (runs) {
      usage = runs.isEmpty() ? null : runs.remove(header.name());
    }
    if (usage != null) {
      String machine = header.stateMachineArn();
      meters.of(Metric.PUTS_PER_EXECUTION, machine).record(usage.puts);
      meters.of(Metric.GETS_PER_EXECUTION, machine).record(usage.gets);
      meters.of(Metric.BYTES_UPLOADED_PER_EXECUTION, machine).record(usage.uploaded);
      meters.of(Metric.BYTES_DOWNLOADED_PER_EXECUTION, machine).record(usage.downloaded);
    }
  }
}
