package io.millrace.pipelines.book.scrape;

import java.util.Locale;

/// Lets requests name their host while they go to an address: see [HttpExchange]. The JDK reads the
/// property once, when the process's first HttpClient is made, so [#allow] must run before that;
/// `-Djdk.httpclient.allowRestrictedHeaders=host` on the command line does the same.
final class HostHeader {
  private static final String PROPERTY = "jdk.httpclient.allowRestrictedHeaders";

  private HostHeader() {}

  static void allow() {
    var allowed = System.getProperty(PROPERTY, "");
    if (allowed.isBlank()) {
      System.setProperty(PROPERTY, "host");
    } else if (!("," + allowed.toLowerCase(Locale.ROOT) + ",").contains(",host,")) {
      System.setProperty(PROPERTY, allowed + ",host");
    }
  }
}
