package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A piece of an output: one object.
///
/// @param name within the stage's folder
/// @param records how many it holds; null in a Spark job's folder, which does not count
/// @param bytes its size
/// @param sha256 of its content in hexadecimal digits; null in a Spark job's folder
/// @param etag as the store gave it; null in a manifest, whose parts have a checksum
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Part(
    String name,
    @Nullable Long records,
    long bytes,
    @Nullable String sha256,
    @Nullable String etag) {

  static Part of(String name, long records, long bytes, String sha256) {
    return new Part(name, records, bytes, sha256, null);
  }

  /// Whether it names an object in the folder itself: a manifest must not lead elsewhere.
  boolean isInFolder() {
    return !name.isEmpty() && !name.contains("/") && !name.startsWith("..");
  }

  boolean isCompressed() {
    return name.endsWith(".gz");
  }

  /// What identifies its content.
  String identity() {
    return sha256 != null ? sha256 : name + " " + bytes + " " + etag;
  }
}
