package io.millrace.local.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to answer. A body, if any, is `length` bytes of the stream; without one, `length` is what a
/// `HEAD` tells.
///
/// @param body closed by whoever sends it
record S3Response(
    int status, Map<String, String> headers, long length, @Nullable InputStream body) {

  static S3Response empty(int status) {
    return new S3Response(status, Map.of(), 0, null);
  }

  static S3Response xml(int status, Xml document) {
    var bytes = document.bytes();
    return new S3Response(
        status,
        Map.of("content-type", "application/xml"),
        bytes.length,
        new ByteArrayInputStream(bytes));
  }

  S3Response with(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new S3Response(status, all, length, body);
  }

  static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  static String quote(String etag) {
    return "\"" + etag + "\"";
  }
}
