package io.millrace.pipelines.book.scrape;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.millrace.pipelines.book.config.ScrapeConfig;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReaderTest {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  @TempDir private Path folder;

  private final List<Duration> pauses = new ArrayList<>();
  private ScrapeConfig config = ScrapeConfig.defaults().withPrivateAddressesAllowed();

  @BeforeEach
  void noRobotsFile() {
    SERVER.stubFor(get("/robots.txt").willReturn(notFound()));
  }

  @Test
  void aBookIsReadWithWhatTheServerSaysOfIt() throws IOException {
    given(
        get("/dir/My%20Book.txt"),
        ok("Chương 1").withHeader("Content-Type", "Text/Plain; Charset=\"utf-8\""));

    var fetched = fetch(SERVER.url("/dir/My Book.txt"));

    assertThat(fetched.text).isEqualTo("Chương 1");
    assertThat(fetched.facts.contentType()).isEqualTo("text/plain");
    assertThat(fetched.facts.charset()).isEqualTo("utf-8");
    assertThat(fetched.facts.fileName()).isEqualTo("My Book.txt");
    assertThat(fetched.facts.bytes()).isEqualTo("Chương 1".getBytes(UTF_8).length);
    SERVER.verify(
        getRequestedFor(urlPathMatching("/dir/.*"))
            .withHeader("User-Agent", equalTo(ScrapeConfig.DEFAULT_USER_AGENT))
            .withHeader("Host", equalTo("localhost:" + SERVER.getPort())));
  }

  @Test
  void aRedirectIsFollowedAndItsEndIsTheFinalAddress() throws IOException {
    given(get("/a"), aResponse().withStatus(302).withHeader("Location", "b?x=1"));
    given(get(urlPathEqualTo("/b")), ok("text"));

    assertThat(fetch(SERVER.url("/a")).facts.finalUrl()).isEqualTo(SERVER.url("/b?x=1"));
  }

  @Test
  void aRedirectWithoutEndIsGivenUp() {
    given(get("/loop"), aResponse().withStatus(301).withHeader("Location", "/loop"));

    assertThatThrownBy(() -> fetch(SERVER.url("/loop")))
        .isInstanceOf(TooManyRedirectsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://example.com/x"})
  void aRedirectCannotLeaveTheWeb(String target) {
    given(get("/out"), aResponse().withStatus(302).withHeader("Location", target));

    assertThatThrownBy(() -> fetch(SERVER.url("/out")))
        .isInstanceOf(UnsupportedSourceException.class)
        .hasMessageContaining(target);
  }

  @Test
  void aPrivateAddressIsRefusedBeforeAnythingIsSent() {
    config = ScrapeConfig.defaults();
    given(get("/book.txt"), ok("secret"));

    assertThatThrownBy(() -> fetch(SERVER.url("/book.txt")))
        .isInstanceOf(PrivateAddressException.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("BOOK_ALLOW_PRIVATE_ADDRESSES");
    assertThat(SERVER.getAllServeEvents()).isEmpty();
  }

  @Test
  void aServerThatIsBusyIsAskedAgainWhenItSaysSo() throws IOException {
    busyOnce("/book.txt", "7");

    assertThat(fetch(SERVER.url("/book.txt")).text).isEqualTo("text");
    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void retryAfterMayBeADate() throws IOException {
    busyOnce("/book.txt", "Mon, 23 Nov 2026 12:00:09 GMT");

    assertThat(fetch(SERVER.url("/book.txt")).text).isEqualTo("text");
    assertThat(pauses).containsExactly(Duration.ofSeconds(9));
  }

  @Test
  void aLongWaitIsLeftToTheStateMachine() {
    busyOnce("/book.txt", "3600");

    assertThatThrownBy(() -> fetch(SERVER.url("/book.txt")))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessageContaining("3600 s");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aServerThatStaysBrokenIsUnavailableAfterThreeAttempts() {
    given(get("/book.txt"), aResponse().withStatus(503));

    assertThatThrownBy(() -> fetch(SERVER.url("/book.txt")))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessageContaining("HTTP 503");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    SERVER.verify(3, getRequestedFor(urlPathEqualTo("/book.txt")));
  }

  @Test
  void aConnectionThatBreaksInTheMiddleNeverLooksLikeAWholeBook() {
    given(
        get("/book.txt"),
        aResponse()
            .withBody("half")
            .withHeader("Content-Length", "1000")
            .withFault(Fault.RANDOM_DATA_THEN_CLOSE));

    assertThatThrownBy(() -> fetch(SERVER.url("/book.txt")))
        .isInstanceOf(SourceUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void nothingThereIsNotTriedAgain(int status) {
    given(get("/gone.epub"), aResponse().withStatus(status));

    assertThatThrownBy(() -> fetch(SERVER.url("/gone.epub")))
        .isInstanceOf(SourceNotFoundException.class)
        .hasMessageContaining("/gone.epub")
        .hasMessageContaining("HTTP " + status);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aLoginIsRefused() {
    given(get("/book.epub"), aResponse().withStatus(403));

    assertThatThrownBy(() -> fetch(SERVER.url("/book.epub")))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("403");
  }

  @Test
  void aWebPageInABooksPlaceIsNoticed() {
    given(
        get("/book.epub"),
        ok("<!DOCTYPE html><title>Log in</title>").withHeader("Content-Type", "text/html"));

    assertThatThrownBy(() -> fetch(SERVER.url("/book.epub")))
        .isInstanceOf(HtmlInsteadOfBookException.class)
        .hasMessageContaining("/book.epub");
  }

  @Test
  void anEmptyAnswerIsNoBook() {
    given(get("/book.txt"), ok());

    assertThatThrownBy(() -> fetch(SERVER.url("/book.txt")))
        .isInstanceOf(SourceEmptyException.class);
  }

  @Test
  void theLimitHoldsWhetherOrNotTheServerAnnouncesTheLength() {
    config = config.withMaxBytes(10);
    given(get("/announced"), ok("x".repeat(11)));
    given(get("/streamed"), ok("x".repeat(11)).withHeader("Transfer-Encoding", "chunked"));

    for (var path : List.of("/announced", "/streamed")) {
      assertThatThrownBy(() -> fetch(SERVER.url(path)))
          .isInstanceOf(SourceTooLargeException.class)
          .hasMessageContaining("10 bytes");
    }
  }

  @Test
  void robotsAreObeyedUnlessToldOtherwise() throws IOException {
    given(get("/robots.txt"), ok("User-agent: Millrace\nDisallow: /private/"));
    given(get("/private/a.txt"), ok("text"));

    assertThatThrownBy(() -> fetch(SERVER.url("/private/a.txt")))
        .isInstanceOf(RobotsDisallowedException.class)
        .hasMessageContaining("/private/a.txt")
        .hasMessageContaining("BOOK_RESPECT_ROBOTS");
    SERVER.verify(0, getRequestedFor(urlPathEqualTo("/private/a.txt")));
  }

  @Test
  void anUnknownHostIsNotThere() {
    assertThatThrownBy(() -> fetch("http://no-such-host.invalid/a.txt"))
        .isInstanceOf(SourceNotFoundException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void filesAreReadOnlyWhereThatIsAllowed() throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "text");

    assertThatThrownBy(() -> fetch(file.toString()))
        .isInstanceOf(UnsupportedSourceException.class)
        .hasMessageContaining("BOOK_ALLOW_FILES");
    config = config.withFilesAllowed();
    assertThat(fetch(file.toString()).text).isEqualTo("text");
    assertThat(fetch(file.toUri().toString()).facts.fileName()).isEqualTo("a.txt");
    assertThatThrownBy(() -> fetch(folder.resolve("b.txt").toString()))
        .isInstanceOf(SourceNotFoundException.class);
    assertThatThrownBy(() -> fetch(folder.toString()))
        .isInstanceOf(UnsupportedSourceException.class)
        .hasMessageContaining("folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/robots.txt", "/book.txt"})
  void aServerThatFallsSilentInTheMiddleIsGivenUp(String silentPath) throws Exception {
    config = config.withResponseTimeout(Duration.ofSeconds(1));
    try (var server = new SilentServer(silentPath)) {
      assertThatThrownBy(() -> fetch(server.url("/book.txt")))
          .isInstanceOf(SourceUnavailableException.class)
          .hasMessageContaining("nothing came for 1 s");
    }
  }

  @Test
  void aRedirectToWhatIsNoAddressIsNamed() {
    given(get("/out"), aResponse().withStatus(302).withHeader("Location", "http://[bad/%zz"));

    assertThatThrownBy(() -> fetch(SERVER.url("/out")))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("http://[bad/%zz");
  }

  @Test
  void anObjectIsReadWithItsType() throws IOException {
    TestServers.objects()
        .put(
            new ObjectLocation(TestServers.BUCKET, "in/a.txt"),
            "text".getBytes(UTF_8),
            "text/plain; charset=utf-8",
            Map.of());

    var fetched = fetch("s3://" + TestServers.BUCKET + "/in/a.txt");

    assertThat(fetched.text).isEqualTo("text");
    assertThat(fetched.facts.charset()).isEqualTo("utf-8");
    assertThatThrownBy(() -> fetch("s3://" + TestServers.BUCKET + "/in/none.txt"))
        .isInstanceOf(SourceNotFoundException.class);
  }

  private record Read(String text, Fetched facts) {}

  private Read fetch(String source) throws IOException {
    var reader =
        new SourceReader(
            config, TestServers::objects, Clock.fixed(T0, ZoneOffset.UTC), pauses::add);
    var bytes = new ByteArrayOutputStream();
    try (var open = reader.open(Source.parse(source))) {
      var facts = Fetched.stream(open, _ -> bytes);
      return new Read(bytes.toString(UTF_8), facts);
    }
  }

  private static void given(MappingBuilder request, ResponseDefinitionBuilder response) {
    SERVER.stubFor(request.willReturn(response));
  }

  private static void busyOnce(String path, String retryAfter) {
    SERVER.stubFor(
        get(path)
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("free")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", retryAfter)));
    SERVER.stubFor(get(path).inScenario("busy").whenScenarioStateIs("free").willReturn(ok("text")));
  }
}
