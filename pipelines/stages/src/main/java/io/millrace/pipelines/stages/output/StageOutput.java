package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.Sha256;
import io.millrace.pipelines.stages.store.Underway;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A finished output of a stage in a run: what its manifest says, or what a Spark job left in its
/// folder.
///
/// @param folder its objects' common prefix
/// @param parts in order
/// @param manifest null for a Spark job's folder
public record StageOutput(
    ObjectLocation folder, Format format, List<Part> parts, @Nullable Manifest manifest) {
  public StageOutput {
    parts = List.copyOf(parts);
  }

  /// Finds what a stage published.
  ///
  /// Throws [OutputMissingException], [OutputIncompleteException], [OutputAmbiguousException] or
  /// [ManifestUnreadableException]; never returns half an output.
  public static StageOutput find(ObjectStore store, String bucket, String runId, String stage) {
    var folder = new ObjectLocation(bucket, Layout.folder(runId, stage));
    try (var success =
        Underway.begin(
            "find-" + folder.key(), () -> store.find(at(folder, Layout.SUCCESS)).isPresent())) {
      return find(store, folder, stage, success);
    }
  }

  private static StageOutput find(
      ObjectStore store, ObjectLocation folder, String stage, Underway<Boolean> success) {
    var published = manifest(store, folder);
    if (published.isPresent()) {
      if (success.join()) {
        throw new OutputAmbiguousException(
            folder
                + " holds "
                + Layout.MANIFEST
                + " and "
                + Layout.SUCCESS
                + ": a stage of the kit and a Spark job both wrote there. Delete the one that is"
                + " out of date.");
      }
      var manifest = published.get().manifest();
      return new StageOutput(folder, manifest.format(), manifest.parts(), manifest);
    }
    return new StageOutput(folder, Format.RECORDS, sparkParts(store, folder, stage), null);
  }

  /// A manifest and the ETag of its object.
  record Published(Manifest manifest, String etag) {}

  /// The manifest in a stage's folder, or nothing when there is none.
  static Optional<Published> manifest(ObjectStore store, ObjectLocation folder) {
    var location = at(folder, Layout.MANIFEST);
    return store
        .find(location)
        .map(content -> new Published(Manifest.of(content.bytes(), location), content.etag()));
  }

  private static List<Part> sparkParts(ObjectStore store, ObjectLocation folder, String stage) {
    var objects = store.list(folder);
    if (objects.isEmpty()) {
      throw new OutputMissingException(
          "There is no output of "
              + stage
              + " in "
              + folder
              + ". A run that resumes needs the runId of the run whose outputs it reads, and the"
              + " stages before the first must have finished there.");
    }
    var names =
        objects.stream().map(object -> object.location().key().substring(folder.key().length()));
    if (names.noneMatch(Layout.SUCCESS::equals)) {
      throw new OutputIncompleteException(
          folder
              + " holds "
              + objects.size()
              + " objects, but neither "
              + Layout.MANIFEST
              + " nor "
              + Layout.SUCCESS
              + ": "
              + stage
              + " did not finish. Run it again.");
    }
    return objects.stream()
        .map(
            object ->
                new Part(
                    object.location().key().substring(folder.key().length()),
                    null,
                    object.bytes(),
                    null,
                    object.etag()))
        .filter(part -> !isHidden(part.name()))
        .map(part -> readable(folder, part))
        .sorted(Comparator.comparing(Part::name))
        .toList();
  }

  /// As Hadoop's readers see it: names that begin with `_` or `.` are no data, nor is the empty
  /// object that Hadoop's S3 client leaves to mark the folder itself.
  private static boolean isHidden(String name) {
    return name.isEmpty() || name.startsWith("_") || name.startsWith(".");
  }

  private static Part readable(ObjectLocation folder, Part part) {
    var name = part.name();
    var isJson =
        List.of(".json", ".jsonl", ".json.gz", ".jsonl.gz").stream().anyMatch(name::endsWith);
    if (!part.isInFolder() || !name.startsWith("part-") || !isJson) {
      throw new RecordUnreadableException(
          folder
              + " holds '"
              + name
              + "'. A Spark job must write JSON Lines without partitioning, that is"
              + " write.json(folder): part-*.json, perhaps with .gz.");
    }
    return part;
  }

  private static ObjectLocation at(ObjectLocation folder, String name) {
    return new ObjectLocation(folder.bucket(), folder.key() + name);
  }

  /// Where a part is.
  public ObjectLocation location(Part part) {
    return at(folder, part.name());
  }

  /// All parts' addresses for a reader outside of the kit, such as a Spark job.
  ///
  /// @param scheme `s3` on AWS Glue, `s3a` for Hadoop's own client
  public List<String> uris(String scheme) {
    return parts.stream()
        .map(part -> scheme + "://" + folder.bucket() + "/" + folder.key() + part.name())
        .toList();
  }

  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /// The same for the same content, whichever attempt wrote it.
  public String identity() {
    var digest = Sha256.digest();
    parts.forEach(part -> digest.update((part.identity() + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Throws [SchemaMismatchException] when it is known to have another schema than the reader.
  public void requireSchema(int wanted, String reader) {
    if (manifest != null && manifest.schemaVersion() != wanted) {
      throw new SchemaMismatchException(
          folder
              + " has schema version "
              + manifest.schemaVersion()
              + ", "
              + reader
              + " reads "
              + wanted
              + ". Run "
              + manifest.stage()
              + " again with the version of the chain that belongs to it.");
    }
  }
}
