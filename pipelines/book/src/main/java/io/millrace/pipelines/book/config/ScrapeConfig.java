package io.millrace.pipelines.book.config;

import java.time.Duration;

/// What the scraper may fetch, and how politely.
///
/// @param maxBytes largest source accepted; the biggest open EPUBs with pictures are near 100 MiB
/// @param allowPrivateAddresses whether loopback, link-local and private networks may be fetched
///   from; off by default, as a source URL comes from outside and a Lambda can reach what its
///   caller cannot
/// @param allowFiles whether `file:` URLs and plain paths are read; only sensible on one's own
///   machine
/// @param respectRobots whether robots.txt (RFC 9309) is obeyed
/// @param userAgent product token first: robots.txt groups are matched against it
/// @param attempts requests per hop, 1 to 10; the state machine retries beyond that
/// @param responseTimeout the longest silence of a server, before its answer and within it
/// @param longestWait the most one Retry-After is waited for inside the function, which is paid by
///   the second
public record ScrapeConfig(
    long maxBytes,
    boolean allowPrivateAddresses,
    boolean allowFiles,
    boolean respectRobots,
    String userAgent,
    int attempts,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration longestWait) {
  public static final long DEFAULT_MAX_BYTES = 200L << 20;
  public static final String DEFAULT_USER_AGENT =
      "Millrace/0.1 (audiobook pipeline; fetches one book on a person's request)";

  public static ScrapeConfig defaults() {
    return new ScrapeConfig(
        DEFAULT_MAX_BYTES,
        false,
        false,
        true,
        DEFAULT_USER_AGENT,
        3,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20));
  }

  public ScrapeConfig withFilesAllowed() {
    return new ScrapeConfig(
        maxBytes,
        allowPrivateAddresses,
        true,
        respectRobots,
        userAgent,
        attempts,
        connectTimeout,
        responseTimeout,
        longestWait);
  }

  public ScrapeConfig withPrivateAddressesAllowed() {
    return new ScrapeConfig(
        maxBytes,
        true,
        allowFiles,
        respectRobots,
        userAgent,
        attempts,
        connectTimeout,
        responseTimeout,
        longestWait);
  }

  public ScrapeConfig withMaxBytes(long bytes) {
    return new ScrapeConfig(
        bytes,
        allowPrivateAddresses,
        allowFiles,
        respectRobots,
        userAgent,
        attempts,
        connectTimeout,
        responseTimeout,
        longestWait);
  }

  public ScrapeConfig withResponseTimeout(Duration timeout) {
    return new ScrapeConfig(
        maxBytes,
        allowPrivateAddresses,
        allowFiles,
        respectRobots,
        userAgent,
        attempts,
        connectTimeout,
        timeout,
        longestWait);
  }

  static ScrapeConfig from(Settings settings) {
    var defaults = defaults();
    return new ScrapeConfig(
        settings.number("BOOK_MAX_SOURCE_BYTES", DEFAULT_MAX_BYTES, 1, 5L << 30),
        settings.flag("BOOK_ALLOW_PRIVATE_ADDRESSES", false),
        settings.flag("BOOK_ALLOW_FILES", false),
        settings.flag("BOOK_RESPECT_ROBOTS", true),
        settings.text("BOOK_USER_AGENT", DEFAULT_USER_AGENT),
        (int) settings.number("BOOK_FETCH_ATTEMPTS", defaults.attempts, 1, 10),
        defaults.connectTimeout,
        defaults.responseTimeout,
        defaults.longestWait);
  }
}
