package io.millrace.pipelines.book.scrape;

import io.millrace.pipelines.book.config.ScrapeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One GET to one address, tried a few times, on a connection to an address that was checked.
///
/// DNS rebinding: a name may be public when it is checked and private when it is connected to. Over
/// `http` the request therefore goes to the checked address itself, with the name in `Host`. Over
/// `https` it goes to the name, as the certificate must match it: a private server would have to
/// hold a certificate for the attacker's name before it saw a request. Where the JVM forbids
/// setting `Host` (another HttpClient was made before [HostHeader#allow] ran), the name is used,
/// the JVM's address cache (30 s) is what holds the answer in place, and a warning says so once.
final class HttpExchange {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final ScrapeConfig config;
  private final HttpClient client;
  private final AddressGuard guard;
  private final Clock clock;
  private final Pause pause;

  HttpExchange(
      ScrapeConfig config, HttpClient client, AddressGuard guard, Clock clock, Pause pause) {
    this.config = config;
    this.client = client;
    this.guard = guard;
    this.clock = clock;
    this.pause = pause;
  }

  /// The first answer that is not a passing trouble of the server. Throws
  /// [SourceUnavailableException] when all attempts met one, or when the server asks for a longer
  /// wait than this function may take.
  HttpResponse<InputStream> get(URI uri) throws UnknownHostException {
    for (var attempt = 1; ; attempt++) {
      Duration wait;
      String trouble;
      try {
        var response = client.send(request(uri), HttpResponse.BodyHandlers.ofInputStream());
        if (!isPassing(response.statusCode())) {
          return response;
        }
        response.body().close();
        trouble = "HTTP " + response.statusCode();
        wait = retryAfter(response).orElse(backoff(attempt));
      } catch (UnknownHostException e) {
        if (attempt >= config.attempts()) {
          throw e;
        }
        trouble = "unknown host";
        wait = backoff(attempt);
      } catch (IOException e) {
        trouble = e.getClass().getSimpleName() + describe(e);
        wait = backoff(attempt);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SourceUnavailableException("Fetching " + uri + " was interrupted.", e);
      }
      if (attempt >= config.attempts() || wait.compareTo(config.longestWait()) > 0) {
        throw new SourceUnavailableException(
            "The server of "
                + uri
                + " is not available now ("
                + trouble
                + ", attempt "
                + attempt
                + (wait.compareTo(config.longestWait()) > 0
                    ? ", it asks to wait " + wait.toSeconds() + " s"
                    : "")
                + "). Start the book again later.");
      }
      rest(uri, wait);
    }
  }

  private HttpRequest request(URI uri) throws UnknownHostException {
    var address = guard.permitted(uri.getHost());
    if (uri.getScheme().equalsIgnoreCase("http")) {
      try {
        return common(atAddress(uri, address)).header("Host", uri.getRawAuthority()).build();
      } catch (IllegalArgumentException e) {
        // "restricted header name": see the class comment.
        if (WARNED.compareAndSet(false, true)) {
          LOG.warn(
              "Requests cannot name their host, so a name that changes its address between check"
                  + " and connection is not noticed. Start Java with"
                  + " -Djdk.httpclient.allowRestrictedHeaders=host.");
        }
        return common(uri).build();
      }
    }
    return common(uri).build();
  }

  private HttpRequest.Builder common(URI uri) {
    return HttpRequest.newBuilder(uri)
        .GET()
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(config.responseTimeout())
        .header("User-Agent", config.userAgent())
        .header(
            "Accept",
            "application/epub+zip, application/pdf, text/html, text/plain;q=0.9, */*;q=0.5");
  }

  private static URI atAddress(URI uri, InetAddress address) {
    var literal = address.getHostAddress();
    // A scope id (fe80::1%eth0) is only there for link-local addresses; % must be encoded in a URI.
    var host = address instanceof Inet6Address ? "[" + literal.replace("%", "%25") + "]" : literal;
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create("http://" + host + port + path + query);
  }

  private static boolean isPassing(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static Duration backoff(int attempt) {
    return Duration.ofSeconds(1L << Math.min(attempt - 1, 5));
  }

  /// RFC 9110 §10.2.3: seconds, or a date.
  private Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("retry-after")
        .flatMap(
            text -> {
              try {
                return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip()))));
              } catch (NumberFormatException notSeconds) {
                return dateToWait(text);
              }
            });
  }

  private Optional<Duration> dateToWait(String text) {
    try {
      Instant until =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void rest(URI uri, Duration wait) {
    try {
      pause.of(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceUnavailableException("Fetching " + uri + " was interrupted.", e);
    }
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage();
  }
}
