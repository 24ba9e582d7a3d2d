package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.pipelines.stages.store.ObjectLocation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says that an output is whole and what it consists of. Published after the last part.
///
/// @param manifestVersion of this form
/// @param stageVersion the author's version of the stage that made it
/// @param schemaVersion of the records or the value
/// @param fingerprint of everything that the output depends on
/// @param attempt which attempt made it; part of its objects' names
/// @param parts in order
/// @param publishedAt when, in ISO 8601
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int manifestVersion,
    String runId,
    String stage,
    String stageVersion,
    int schemaVersion,
    Format format,
    String fingerprint,
    String attempt,
    long records,
    long bytes,
    List<Part> parts,
    @Nullable String publishedAt) {
  public static final int CURRENT_VERSION = 1;

  public Manifest {
    parts = List.copyOf(parts);
  }

  byte[] toBytes() {
    try {
      return StageJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A manifest always has a JSON form.", e);
    }
  }

  static Manifest of(byte[] bytes, ObjectLocation location) {
    try {
      var tree = StageJson.MAPPER.readTree(bytes);
      var version = tree.path("manifestVersion").asInt(0);
      if (version != CURRENT_VERSION) {
        throw new ManifestUnreadableException(
            location
                + " has manifestVersion "
                + tree.path("manifestVersion")
                + "; this kit reads "
                + CURRENT_VERSION
                + ". Run the stage that reads it with the kit that wrote it, or a later one.");
      }
      var manifest = StageJson.MAPPER.treeToValue(tree, Manifest.class);
      for (var part : manifest.parts()) {
        if (!part.isInFolder() || part.sha256() == null || part.bytes() < 0) {
          throw new ManifestUnreadableException(
              location + " names a part that no stage writes: " + part.name() + ".");
        }
      }
      return manifest;
    } catch (IOException | NullPointerException e) {
      throw new ManifestUnreadableException(
          location
              + " is not a manifest: "
              + StageJson.firstLine(e)
              + ". Delete it and run its stage again.",
          e);
    }
  }
}
