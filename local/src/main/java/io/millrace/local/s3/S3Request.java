package io.millrace.local.s3;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request in S3's terms, path style: `/bucket/key?parameters`.
///
/// @param method upper case
/// @param rawPath as sent, still percent-encoded: the signature covers it
/// @param parameters decoded, sorted by name
/// @param headers by lower-case name
/// @param body read at most once
record S3Request(
    String method,
    String rawPath,
    Map<String, String> parameters,
    Map<String, String> headers,
    InputStream body) {

  static Map<String, String> parameters(String rawQuery) {
    var parameters = new TreeMap<String, String>();
    for (var pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        var equals = pair.indexOf('=');
        var name = equals < 0 ? pair : pair.substring(0, equals);
        parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /// Empty for requests to the service itself.
  String bucket() {
    var slash = rawPath.indexOf('/', 1);
    return decode(rawPath.substring(1, slash < 0 ? rawPath.length() : slash));
  }

  /// Empty for requests to a bucket.
  String key() {
    var slash = rawPath.indexOf('/', 1);
    return slash < 0 ? "" : decode(rawPath.substring(slash + 1));
  }

  /// The size of the content, as announced; 0 when it is not.
  long bodyBytes() {
    var announced = header("x-amz-decoded-content-length").or(() -> header("content-length"));
    return announced.filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong).orElse(0L);
  }

  boolean asks(String parameter) {
    return parameters.containsKey(parameter);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /// Whether the path goes on after the bucket, if only by a slash.
  boolean hasKey() {
    return rawPath.indexOf('/', 1) > 0;
  }

  int number(String parameter, int otherwise) {
    try {
      return parameter(parameter)
          .filter(text -> !text.isEmpty())
          .map(Integer::parseInt)
          .orElse(otherwise);
    } catch (NumberFormatException _) {
      throw new S3Error(
          400, "InvalidArgument", "The parameter " + parameter + " must be a number.");
    }
  }

  /// The user's own metadata, names without `x-amz-meta-`.
  Map<String, String> userMetadata() {
    var metadata = new TreeMap<String, String>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("x-amz-meta-")) {
            metadata.put(name.substring("x-amz-meta-".length()), value);
          }
        });
    return metadata;
  }

  /// `Content-Encoding` without `aws-chunked`, which belongs to the transfer.
  Optional<String> contentEncoding() {
    var encodings = new ArrayList<String>();
    for (var encoding :
        header("content-encoding").map(h -> List.of(h.split(","))).orElse(List.of())) {
      if (!encoding.strip().toLowerCase(Locale.ROOT).equals("aws-chunked")) {
        encodings.add(encoding.strip());
      }
    }
    return encodings.isEmpty() ? Optional.empty() : Optional.of(String.join(",", encodings));
  }

  boolean isChunked() {
    return header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
  }

  /// Percent-decoding of paths and queries; S3 takes `+` in a query for a space and in a path for
  /// itself.
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
