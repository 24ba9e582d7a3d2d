package io.millrace.pipelines.book.scrape;

import io.millrace.pipelines.book.config.ScrapeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;

/// Opens an `http` or `https` address: politely, hop by hop, and never on a private network.
///
/// Every hop of a redirect is checked as the first address was: scheme, robots.txt, address. Safe
/// for concurrent use.
final class HttpSource {
  private static final int MOST_HOPS = 10;

  /// RFC 9309 §2.5: parsers read at least 500 KiB.
  private static final int ROBOTS_BYTES = 512 << 10;

  static {
    HostHeader.allow(); // before this class makes an HttpClient
  }

  private final ScrapeConfig config;
  private final HttpExchange exchange;

  HttpSource(ScrapeConfig config, AddressGuard.Lookup lookup, Clock clock, Pause pause) {
    this.config = config;
    var client =
        HttpClient.newBuilder()
            .connectTimeout(config.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    var guard = new AddressGuard(config.allowPrivateAddresses(), lookup);
    this.exchange = new HttpExchange(config, client, guard, clock, pause);
  }

  static AddressGuard.Lookup systemLookup() {
    return InetAddress::getAllByName;
  }

  OpenSource open(URI start) {
    var uri = start;
    for (var hop = 0; hop <= MOST_HOPS; hop++) {
      obeyRobots(uri);
      var response = get(uri);
      if (isRedirect(response.statusCode())) {
        discard(response);
        uri = next(uri, response);
        continue;
      }
      return opened(uri, response);
    }
    throw new TooManyRedirectsException(
        "The address "
            + start
            + " was redirected more than "
            + MOST_HOPS
            + " times, last to "
            + uri
            + ". Open it in a browser and give the address it ends at.");
  }

  private HttpResponse<InputStream> get(URI uri) {
    try {
      return exchange.get(uri);
    } catch (UnknownHostException e) {
      throw new SourceNotFoundException(
          "The host "
              + uri.getHost()
              + " is not known to the name service. Check the spelling and the network.",
          e);
    }
  }

  private OpenSource opened(URI uri, HttpResponse<InputStream> response) {
    var status = response.statusCode();
    if (status != 200) {
      discard(response);
      throw failure(uri, status);
    }
    var length = response.headers().firstValueAsLong("content-length").orElse(-1);
    if (length > config.maxBytes()) {
      discard(response);
      throw SourceBody.tooLarge(uri.toString(), config.maxBytes());
    }
    var type = MediaTypeHeader.parse(response.headers().firstValue("content-type").orElse(""));
    return new OpenSource(
        new SourceBody(body(response), uri.toString(), config.maxBytes()),
        uri.toString(),
        type.mediaType(),
        type.charset(),
        fileName(uri));
  }

  private InputStream body(HttpResponse<InputStream> response) {
    return new IdleLimit(response.body(), config.responseTimeout());
  }

  private static ScrapeException failure(URI uri, int status) {
    return switch (status) {
      case 404, 410 ->
          new SourceNotFoundException(
              "There is nothing at "
                  + uri
                  + " (HTTP "
                  + status
                  + "). Check the address; the book may have moved.");
      case 204, 205 ->
          new SourceEmptyException(
              "The server sent no content for " + uri + " (HTTP " + status + ").");
      default ->
          new SourceRefusedException(
              "The server refused "
                  + uri
                  + " with HTTP "
                  + status
                  + ". If it wants a login or a browser, fetch the book yourself and give the"
                  + " file.");
    };
  }

  private void obeyRobots(URI uri) {
    if (!config.respectRobots()) {
      return;
    }
    var robots = robots(uri);
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    if (!robots.allow(path + query)) {
      throw new RobotsDisallowedException(
          "The robots.txt of "
              + uri.getRawAuthority()
              + " does not allow programs to fetch "
              + path
              + ". Fetch the book yourself and give the file, or set BOOK_RESPECT_ROBOTS=false if"
              + " you may.");
    }
  }

  private RobotsRules robots(URI page) {
    var uri = URI.create(page.getScheme() + "://" + page.getRawAuthority() + "/robots.txt");
    for (var hop = 0; hop <= 5; hop++) {
      var response = get(uri);
      if (isRedirect(response.statusCode())) {
        discard(response);
        uri = next(uri, response);
        continue;
      }
      if (response.statusCode() != 200) {
        // RFC 9309 §2.3.1.3: 4xx means there are no rules. 5xx never arrives here; it was retried
        // and thrown.
        discard(response);
        return RobotsRules.ALLOW_ALL;
      }
      try (var body = body(response)) {
        var text = new String(body.readNBytes(ROBOTS_BYTES), StandardCharsets.UTF_8);
        return RobotsRules.parse(text, product());
      } catch (IOException e) {
        throw new SourceUnavailableException("Reading " + uri + " broke off: " + e.getMessage(), e);
      }
    }
    return RobotsRules.ALLOW_ALL; // §2.3.1.2: after five redirects, as if there were none
  }

  private String product() {
    return config.userAgent().split("[/ ]", 2)[0];
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static URI next(URI uri, HttpResponse<?> response) {
    var location =
        response
            .headers()
            .firstValue("location")
            .orElseThrow(
                () ->
                    new SourceRefusedException(
                        "The server redirected " + uri + " without saying where to."));
    var target = target(uri, location);
    if (!(target.getScheme() != null
        && switch (target.getScheme().toLowerCase(Locale.ROOT)) {
          case "http", "https" -> true;
          default -> false;
        })) {
      throw new UnsupportedSourceException(
          "The server redirected " + uri + " to " + target + ", which is not a web address.");
    }
    return ((Source.Http) Source.parse(target.toString())).uri();
  }

  private static URI target(URI uri, String location) {
    try {
      return uri.resolve(location.strip().replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new SourceRefusedException(
          "The server redirected "
              + uri
              + " to \""
              + location
              + "\", which is not an address. Open it in a browser and give the address it ends"
              + " at.");
    }
  }

  private static String fileName(URI uri) {
    var path = uri.getPath() == null ? "" : uri.getPath();
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? uri.getHost() : name;
  }

  private static void discard(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // The answer is not wanted; its connection is not reused.
    }
  }
}
