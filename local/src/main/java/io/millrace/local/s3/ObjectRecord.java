package io.millrace.local.s3;

import java.time.Instant;
import java.util.Map;

/// What is known of an object beside its bytes.
///
/// @param size in bytes
/// @param lastModified to the microsecond; with the size it ties this record to the file's present
///   content
/// @param etag without quotes
/// @param headers to send back with the object: `content-type`, `content-encoding`, `cache-control`
///   …
/// @param userMetadata names without `x-amz-meta-`
/// @param checksums of the whole object in Base64 by algorithm; empty for one made of parts
record ObjectRecord(
    long size,
    Instant lastModified,
    String etag,
    Map<String, String> headers,
    Map<String, String> userMetadata,
    Map<String, String> checksums) {

  ObjectRecord {
    headers = Map.copyOf(headers);
    userMetadata = Map.copyOf(userMetadata);
    checksums = Map.copyOf(checksums);
  }

  /// For a file that was put into the folder by hand: its ETag changes with its content, but is no
  /// MD5.
  static ObjectRecord ofForeignFile(long size, Instant lastModified) {
    var etag = "%016x%016x".formatted(micros(lastModified), size);
    return new ObjectRecord(size, lastModified, etag, Map.of(), Map.of(), Map.of());
  }

  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }
}
