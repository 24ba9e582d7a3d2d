package io.millrace.api;

/// How the API is served.
///
/// @param port on loopback; 0 for any free one
/// @param requestBytesMax longer requests are refused unread
public record ApiConfig(int port, int requestBytesMax) {
  /// The port that AWS's Step Functions Local uses.
  public static final int PORT = 8083;

  /// A definition of 1 MiB fits, even with every character escaped as six.
  public static final int REQUEST_BYTES_MAX = 8 * 1024 * 1024;

  public ApiConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    if (requestBytesMax < 1_024) {
      throw new IllegalArgumentException(
          "requestBytesMax " + requestBytesMax + " is below 1024, too small for any request");
    }
  }

  /// The defaults on this port.
  public static ApiConfig onPort(int port) {
    return new ApiConfig(port, REQUEST_BYTES_MAX);
  }
}
