package io.millrace.pipelines.book.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.pipelines.book.config.ScrapeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/// The address that was checked is the one that is connected to. In a process of its own: the JDK
/// decides once for all who may set `Host`, and other tests make HttpClients.
class RebindingTest {
  @Test
  void aRequestGoesToTheCheckedAddressAndNamesTheHost() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RebindingTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said).contains("Host: book.example:");
  }

  /// Only the given lookup knows `book.example`.
  public static void main(String[] arguments) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = ("Host: " + exchange.getRequestHeaders().getFirst("Host")).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    var source =
        new HttpSource(
            ScrapeConfig.defaults().withPrivateAddressesAllowed(),
            _ -> new InetAddress[] {loopback},
            Clock.systemUTC(),
            _ -> {});
    var address = "http://book.example:" + server.getAddress().getPort() + "/book.txt";
    try (var open = source.open(URI.create(address))) {
      System.out.println(new String(open.body().readAllBytes(), UTF_8));
    } finally {
      server.stop(0);
    }
  }
}
