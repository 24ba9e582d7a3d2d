package io.millrace.local.loopback;

import java.util.Map;
import java.util.Optional;

/// One request, read to its end.
///
/// @param method upper case
/// @param rawPath still percent-encoded
/// @param rawQuery still percent-encoded, empty when absent
/// @param headers by lower-case name
/// @param body at most what the server allows
@SuppressWarnings("ArrayRecordComponent")
public record Request(
    String method, String rawPath, String rawQuery, Map<String, String> headers, byte[] body) {

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
