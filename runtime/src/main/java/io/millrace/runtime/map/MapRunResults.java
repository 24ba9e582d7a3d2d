package io.millrace.runtime.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.ResultWriter;
import io.millrace.asl.model.ResultWriter.OutputType;
import io.millrace.asl.model.ResultWriter.Transformation;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunIds;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunStore;
import io.millrace.runtime.map.items.ItemFeed;
import io.millrace.runtime.map.items.ItemReadingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a Map Run's children yielded: as the state's output, or as files that a ResultWriter
/// exports (developer guide, "ResultWriter (Map)"). It reads the children's rows in the order of
/// the items; doing it again gives the same, and the same objects.
final class MapRunResults {
  private static final Logger LOG = LoggerFactory.getLogger(MapRunResults.class);

  /// Children read at once: each may hold an input and an output of 256 KiB.
  private static final int PAGE = 64;

  private final MapRunPlan plan;
  private final MapRuns.Parts parts;
  private final Retrying retrying;
  private final @Nullable ResultWriter writer;

  MapRunResults(MapRunPlan plan, MapRuns.Parts parts, Retrying retrying) {
    this.plan = plan;
    this.parts = parts;
    this.retrying = retrying;
    this.writer = plan.writing() == null ? null : plan.writing().writer();
  }

  /// The results cannot be handed on.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final String error;

    Unfit(String error, @Nullable String cause) {
      super(cause, null, false, false);
      this.error = error;
    }

    String error() {
      return error;
    }
  }

  boolean isExported() {
    return writer != null && writer.exports();
  }

  /// The results as the state's output: of the children that succeeded, in order.
  Payload output() throws Unfit, InterruptedException {
    Transformation how =
        writer == null || writer.transformation() == null
            ? Transformation.COMPACT
            : writer.transformation();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    long length = 2;
    int from = 0;
    List<MapRunStore.Child> page = succeeded(from);
    while (!page.isEmpty()) {
      for (MapRunStore.Child child : page) {
        int before = all.size();
        transformed(child, how, all::add);
        for (int i = before; i < all.size(); i++) {
          length += Json.write(all.get(i)).length() + (i == 0 ? 0 : 1);
        }
        if (length > parts.payloadBytesMax()) {
          throw tooLarge();
        }
        from = index(child) + 1;
      }
      page = page.size() < PAGE ? List.of() : succeeded(from);
    }
    JsonNode output = writer != null && writer.outputType() == OutputType.JSONL ? lines(all) : all;
    Payload payload = Payload.ofNode(output);
    if (Utf8.isLonger(payload.text(), parts.payloadBytesMax())) {
      throw tooLarge();
    }
    return payload;
  }

  private static JsonNode lines(ArrayNode all) {
    return TextNode.valueOf(
        StreamSupport.stream(all.spliterator(), false)
            .map(Json::write)
            .collect(Collectors.joining("\n")));
  }

  private Unfit tooLarge() {
    return new Unfit(
        "States.DataLimitExceeded",
        "The state/task '"
            + plan.mapState()
            + "' returned a result with a size exceeding the maximum number of bytes service"
            + " limit.");
  }

  private List<MapRunStore.Child> succeeded(int from) throws InterruptedException {
    return retrying.answered(
        () -> parts.store().children(plan.id(), ExecutionStatus.SUCCEEDED, from, PAGE));
  }

  private static int index(MapRunStore.Child child) {
    return Objects.requireNonNull(child.summary().header().child()).index();
  }

  private static void transformed(
      MapRunStore.Child child, Transformation how, Consumer<JsonNode> to) {
    Payload output = ChildRecord.output(child);
    if (output == null || how == Transformation.NONE) {
      to.accept(ChildRecord.of(child));
    } else if (how == Transformation.FLATTEN && output.node().isArray()) {
      output.node().forEach(to);
    } else {
      to.accept(output.node());
    }
  }

  /// Writes the files and the manifest that names them.
  ///
  /// @param unstarted whether there are items that no child was started for; only then the source
  ///   of the items is read again
  /// @return the state's output, which tells where the manifest is
  Payload export(boolean unstarted) throws Unfit, InterruptedException {
    JsonNode parameters = Objects.requireNonNull(plan.writing()).parameters();
    JsonNode bucket = parameters == null ? null : parameters.get("Bucket");
    if (parameters == null || bucket == null || !bucket.isTextual()) {
      throw new Unfit(
          "States.ResultWriterFailed", "ResultWriter needs the parameter Bucket, a string.");
    }
    String prefix = parameters.path("Prefix").asText("");
    String folder =
        (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/") + plan.id() + "/";
    try {
      return export(bucket.textValue(), folder, unstarted);
    } catch (IOException e) {
      retrying.goOn();
      throw new Unfit("States.ResultWriterFailed", e.getMessage());
    }
  }

  private Payload export(String bucket, String folder, boolean unstarted)
      throws IOException, InterruptedException {
    ResultWriter how = Objects.requireNonNull(writer);
    Transformation transformation =
        how.transformation() == null ? Transformation.NONE : how.transformation();
    ObjectStore objects = parts.objects();
    OutputType type = how.outputType();
    ObjectNode files = JsonNodeFactory.instance.objectNode();
    try (ResultFiles failed = new ResultFiles(objects, bucket, folder, "FAILED", type);
        ResultFiles pending = new ResultFiles(objects, bucket, folder, "PENDING", type);
        ResultFiles succeeded = new ResultFiles(objects, bucket, folder, "SUCCEEDED", type)) {
      int from = 0;
      List<MapRunStore.Child> page = children(from);
      while (!page.isEmpty()) {
        for (MapRunStore.Child child : page) {
          ResultFiles to =
              child.summary().status() == ExecutionStatus.SUCCEEDED ? succeeded : failed;
          ArrayNode results = JsonNodeFactory.instance.arrayNode();
          transformed(child, transformation, results::add);
          for (JsonNode result : results) {
            to.add(result);
          }
          from = index(child) + 1;
        }
        page = page.size() < PAGE ? List.of() : children(from);
      }
      files.set("FAILED", failed.finish());
      ArrayNode successes = succeeded.finish();
      if (unstarted) {
        addUnstarted(pending, from);
      }
      files.set("PENDING", pending.finish());
      files.set("SUCCEEDED", successes);
    }
    String key = folder + "manifest.json";
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("DestinationBucket", bucket);
    manifest.put("MapRunArn", plan.arn());
    manifest.set("ResultFiles", files);
    write(bucket, key, Json.write(manifest));
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("MapRunArn", plan.arn());
    output.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", key);
    return Payload.ofNode(output);
  }

  private List<MapRunStore.Child> children(int from) throws InterruptedException {
    return retrying.answered(() -> parts.store().children(plan.id(), null, from, PAGE));
  }

  /// Items that no child was started for, because the Map Run failed before: as many as can be
  /// read, for what failed may be the reading.
  private void addUnstarted(ResultFiles to, int fromIndex)
      throws IOException, InterruptedException {
    MapRunStore.Progress progress = retrying.answered(() -> parts.store().progress(plan.id()));
    int index = fromIndex;
    try (ItemFeed feed = feedAfter(progress)) {
      ItemFeed.Next next = feed == null ? null : read(feed);
      while (next != null) {
        ChildOf child =
            new ChildOf(plan.id(), plan.mapState(), index, next.itemCount(), next.mark());
        to.add(ChildRecord.pending(MapRunIds.child(plan, child, 0), next.input()));
        index++;
        next = read(feed);
      }
    }
  }

  private @Nullable ItemFeed feedAfter(MapRunStore.Progress progress) throws InterruptedException {
    try {
      return ItemFeed.open(plan, parts.objects(), progress.started().items(), progress.lastMark());
    } catch (IOException | ItemReadingException e) {
      retrying.goOn();
      incomplete(e);
      return null;
    }
  }

  /// The next one, or null when there are no more or they cannot be read.
  private ItemFeed.@Nullable Next read(ItemFeed feed) throws InterruptedException {
    try {
      return feed.next();
    } catch (IOException | ItemReadingException | ExpressionFailure e) {
      retrying.goOn();
      incomplete(e);
      return null;
    }
  }

  private void incomplete(Exception reason) {
    LOG.atWarn()
        .addKeyValue("mapRunArn", plan.arn())
        .setCause(reason)
        .log("Not all items that no child was started for could be read; PENDING lacks them");
  }

  private void write(String bucket, String key, String text)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("millrace-manifest", ".json");
    try {
      Files.writeString(file, text);
      ResultFiles.put(parts.objects(), bucket, key, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
