package io.millrace.local.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `GetObject`, `HeadObject`, `PutObject`, `CopyObject`, `DeleteObject`.
final class ObjectOperations {
  private static final List<String> KEPT_HEADERS =
      List.of(
          "content-type", "cache-control", "content-disposition", "content-language", "expires");

  private final ObjectStore store;

  ObjectOperations(ObjectStore store) {
    this.store = store;
  }

  S3Response get(S3Request request) throws IOException {
    var opened = store.open(request.bucket(), request.key());
    try {
      var about = opened.about();
      Conditions.forReading(request).check(about);
      var range = request.header("range").flatMap(header -> ByteRange.parse(header, about.size()));
      var headers = headers(request, about, range.isPresent());
      if (range.isEmpty()) {
        return new S3Response(200, headers, about.size(), opened.body());
      }
      opened.body().skipNBytes(range.get().first());
      headers.put("content-range", range.get().header(about.size()));
      return new S3Response(206, headers, range.get().length(), opened.body());
    } catch (IOException | RuntimeException e) {
      opened.body().close();
      throw e;
    }
  }

  S3Response head(S3Request request) throws IOException {
    var about = store.find(request.bucket(), request.key()).orElseThrow(S3Error::noSuchKey);
    Conditions.forReading(request).check(about);
    return new S3Response(200, headers(request, about, false), about.size(), null);
  }

  S3Response put(S3Request request) throws IOException {
    store.requireBucket(request.bucket());
    var staged = store.stage();
    try {
      var checksums = Body.receive(request, staged);
      var described = describe(request, checksums.md5(), checksums.byAlgorithm());
      var stored =
          store.put(
              request.bucket(), request.key(), staged, described, Conditions.forWriting(request));
      var response = S3Response.empty(200).with("etag", S3Response.quote(stored.etag()));
      for (var checksum : stored.checksums().entrySet()) {
        response = response.with("x-amz-checksum-" + checksum.getKey(), checksum.getValue());
      }
      return response.with("x-amz-checksum-type", "FULL_OBJECT");
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  S3Response copy(S3Request request, String source) throws IOException {
    store.requireBucket(request.bucket());
    var from =
        new S3Request(
            "GET",
            source.startsWith("/") ? source : "/" + source,
            Map.of(),
            Map.of(),
            request.body());
    var opened = store.open(from.bucket(), from.key());
    var staged = store.stage();
    try (var body = opened.body()) {
      Files.copy(body, staged);
      var about = opened.about();
      var replaced = request.header("x-amz-metadata-directive").orElse("COPY").equals("REPLACE");
      var described = replaced ? describe(request, about.etag(), about.checksums()) : about;
      var stored =
          store.put(
              request.bucket(), request.key(), staged, described, Conditions.forWriting(request));
      return S3Response.xml(
          200,
          Xml.document("CopyObjectResult")
              .add("ETag", S3Response.quote(stored.etag()))
              .add("LastModified", stored.lastModified()));
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  S3Response delete(S3Request request) throws IOException {
    store.delete(request.bucket(), request.key());
    return S3Response.empty(204);
  }

  /// What an upload's headers say about the object to be; size and time are filled in when it is
  /// stored.
  static ObjectRecord describe(S3Request request, String etag, Map<String, String> checksums) {
    var headers = new TreeMap<String, String>();
    for (var name : KEPT_HEADERS) {
      request.header(name).ifPresent(value -> headers.put(name, value));
    }
    request.contentEncoding().ifPresent(value -> headers.put("content-encoding", value));
    return new ObjectRecord(0, Instant.EPOCH, etag, headers, request.userMetadata(), checksums);
  }

  private static Map<String, String> headers(
      S3Request request, ObjectRecord about, boolean partial) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "binary/octet-stream");
    headers.putAll(about.headers());
    headers.put("etag", S3Response.quote(about.etag()));
    headers.put("last-modified", S3Response.httpDate(about.lastModified()));
    headers.put("accept-ranges", "bytes");
    about.userMetadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
    if (!partial && request.header("x-amz-checksum-mode").equals(Optional.of("ENABLED"))) {
      about.checksums().forEach((name, value) -> headers.put("x-amz-checksum-" + name, value));
      if (!about.checksums().isEmpty()) {
        headers.put("x-amz-checksum-type", "FULL_OBJECT");
      }
    }
    request
        .parameters()
        .forEach(
            (name, value) -> {
              if (name.startsWith("response-")) {
                headers.put(name.substring("response-".length()), value);
              }
            });
    return headers;
  }
}
