package io.millrace.pipelines.stages;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.millrace.pipelines.stages.output.Layout;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Lambda function around a stage: reads the request, lets the stage work, answers. A failed
/// attempt leaves a record beside the outputs, `error-{attempt}.json`, and fails under the name of
/// what was thrown. Used by one thread at a time.
public final class StageHandler implements RequestStreamHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StageHandler.class);

  /// Lambda's longest, for callers that give no context.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final StageServices services;
  private final Stage<?, ?> stage;

  public StageHandler(StageServices services, Stage<?, ?> stage) {
    this.services = services;
    this.stage = stage;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, @Nullable Context context)
      throws IOException {
    var started = System.nanoTime();
    var request = StageRequest.of(event.readAllBytes());
    var run =
        new StageRun(
            request.run(),
            request.stage(),
            UUID.randomUUID().toString().substring(0, 13),
            request.parametersOrNone(),
            remaining(context, started));
    var bucket = bucket(request);
    try {
      var done = new StageAttempt(services, bucket, request, run).carryOut(stage);
      var elapsed = Duration.ofNanos(System.nanoTime() - started).toMillis();
      log(run, done, elapsed);
      StageJson.MAPPER.writeValue(answer, done.answer(run.stage(), elapsed));
      answer.flush();
    } catch (Exception e) {
      recordFailure(bucket, run, e);
      StageHandler.<RuntimeException>throwAsItIs(e);
    }
  }

  private String bucket(StageRequest request) {
    var bucket = request.workflowBucket() == null ? services.bucket() : request.workflowBucket();
    if (bucket == null || bucket.isBlank()) {
      throw new PermanentStageException(
          "The event names no workflowBucket, and the setting STAGES_BUCKET is missing.");
    }
    return bucket;
  }

  private static Supplier<Duration> remaining(@Nullable Context context, long started) {
    return context == null
        ? () -> LONGEST.minusNanos(System.nanoTime() - started)
        : () -> Duration.ofMillis(context.getRemainingTimeInMillis());
  }

  private static void log(StageRun run, StageAttempt.Done done, long elapsedMillis) {
    LOG.atInfo()
        .addKeyValue("runId", run.runId())
        .addKeyValue("stage", run.stage())
        .addKeyValue("recordsProcessed", done.recordsProcessed())
        .addKeyValue("recordsWritten", done.manifest().records())
        .addKeyValue("bytesWritten", done.manifest().bytes())
        .addKeyValue("elapsedMillis", elapsedMillis)
        .log(done.reused() ? "The output is there already" : "The output is published");
  }

  /// Never throws: the stage's own failure is what counts. When the store is away, there is nowhere
  /// to write it.
  private void recordFailure(String bucket, StageRun run, Exception failure) {
    if (failure instanceof StoreUnavailableException || Thread.currentThread().isInterrupted()) {
      return;
    }
    var record = new LinkedHashMap<String, Object>();
    record.put("runId", run.runId());
    record.put("stage", run.stage());
    record.put("attempt", run.attempt());
    record.put("error", failure.getClass().getName());
    record.put("cause", String.valueOf(failure.getMessage()));
    record.put("at", services.clock().instant().toString());
    try {
      services
          .store()
          .create(
              Layout.failure(bucket, run.runId(), run.stage(), run.attempt()),
              StageJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(record),
              "application/json");
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("runId", run.runId())
          .addKeyValue("stage", run.stage())
          .addKeyValue("trouble", e.toString())
          .log(
              "The record of a failed attempt could not be stored; the failure itself is reported");
    }
  }

  /// Throws what a stage threw under its own class's name, which is what retriers see.
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwAsItIs(Exception e) throws E {
    throw (E) e;
  }
}
