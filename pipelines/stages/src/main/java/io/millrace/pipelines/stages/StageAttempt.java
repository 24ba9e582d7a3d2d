package io.millrace.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.output.Format;
import io.millrace.pipelines.stages.output.Layout;
import io.millrace.pipelines.stages.output.Manifest;
import io.millrace.pipelines.stages.output.OutputWriter;
import io.millrace.pipelines.stages.output.Part;
import io.millrace.pipelines.stages.output.Publication;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.Underway;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt of one stage: find the input, see whether the work is done already, work, publish.
/// Used once.
final class StageAttempt {
  private final StageServices services;
  private final StageRequest request;
  private final StageRun run;
  private final ObjectLocation folder;
  private final String bucket;
  private long recordsProcessed;

  StageAttempt(StageServices services, String bucket, StageRequest request, StageRun run) {
    this.services = services;
    this.request = request;
    this.run = run;
    this.bucket = bucket;
    this.folder = new ObjectLocation(bucket, Layout.folder(run.runId(), run.stage()));
  }

  /// What an attempt leads to.
  record Done(Manifest manifest, long recordsProcessed, long bytesRead, boolean reused) {
    StageAnswer answer(String stage, long elapsedMillis) {
      return new StageAnswer(
          "SUCCESS",
          stage,
          recordsProcessed,
          manifest.records(),
          bytesRead,
          manifest.bytes(),
          elapsedMillis,
          Layout.folder(manifest.runId(), stage) + Layout.MANIFEST,
          reused);
    }
  }

  <I, O> Done carryOut(Stage<I, O> stage) throws Exception {
    try (var publication =
        Underway.begin("find-" + folder.key(), () -> Publication.begin(services.store(), folder))) {
      var input = StageInput.of(stage, request, bucket, services);
      return carryOut(stage, input, publication.join());
    }
  }

  private <I, O> Done carryOut(Stage<I, O> stage, StageInput<I> input, Publication publication)
      throws Exception {
    var fingerprint = Fingerprint.of(stage, run, input.identity());
    if (!request.force()) {
      var present = publication.alreadyDone(fingerprint);
      if (present.isPresent()) {
        return new Done(present.get(), 0, 0, true);
      }
    }
    var type = StageJson.MAPPER.constructType(stage.getClass()).findTypeParameters(Stage.class)[1];
    try (var writer =
        new OutputWriter<O>(
            services.store(), folder, run.attempt(), type, services.partBytesMax())) {
      try {
        var parts = work(stage, input, writer);
        var published = publication.publish(manifest(stage, fingerprint, parts));
        var mine = published.attempt().equals(run.attempt());
        if (!mine) {
          writer.discard();
        }
        return new Done(published, recordsProcessed, input.bytes(), !mine);
      } catch (Exception e) {
        writer.discard();
        throw e;
      }
    }
  }

  private <I, O> List<Part> work(Stage<I, O> stage, StageInput<I> input, OutputWriter<O> writer)
      throws Exception {
    return switch (stage) {
      case ValueStage<I, O> whole -> {
        var value = input.value();
        recordsProcessed = size(value);
        var made = whole.process(value, run);
        yield writer.writeValue(made, size(made), services.valueBytesMax());
      }
      case RecordStage<I, O> streaming -> {
        recordsProcessed = input.records(records -> streaming.process(records, writer, run));
        yield writer.finish();
      }
    };
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case Collection<?> many -> many.size();
      case JsonNode node when node.isArray() -> node.size();
      case null, default -> 1;
    };
  }

  private Manifest manifest(Stage<?, ?> stage, String fingerprint, List<Part> parts) {
    long records = 0;
    for (var part : parts) {
      records += part.records() == null ? 0 : part.records();
    }
    return new Manifest(
        Manifest.CURRENT_VERSION,
        run.runId(),
        run.stage(),
        stage.version(),
        stage.schemaVersion(),
        stage instanceof ValueStage<?, ?> ? Format.VALUE : Format.RECORDS,
        fingerprint,
        run.attempt(),
        records,
        parts.stream().mapToLong(Part::bytes).sum(),
        parts,
        services.clock().instant().toString());
  }
}
