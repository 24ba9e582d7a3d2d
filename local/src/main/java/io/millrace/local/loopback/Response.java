package io.millrace.local.loopback;

import java.util.Map;

/// One answer.
@SuppressWarnings("ArrayRecordComponent")
public record Response(int status, Map<String, String> headers, byte[] body) {
  public Response {
    headers = Map.copyOf(headers);
  }
}
