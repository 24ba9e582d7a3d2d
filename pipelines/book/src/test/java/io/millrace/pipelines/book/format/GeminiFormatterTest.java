package io.millrace.pipelines.book.format;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.millrace.pipelines.book.provider.ProviderKeyRejectedException;
import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.provider.ProviderQuotaExceededException;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.ProviderThrottledException;
import io.millrace.pipelines.book.provider.ProviderUnavailableException;
import io.millrace.pipelines.book.provider.RetryPolicy;
import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.TextBlock.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiFormatterTest {

  private static final String KEY = "key-that-must-not-show";
  private static final String PATH = "/v1beta/models/some-model:generateContent";
  private static final String ONE = "In 1897 the mill wheel turned all night, and nobody heard it.";
  private static final String ONE_READ =
      "In eighteen ninety-seven the mill wheel turned all night, and nobody heard it.";

  @RegisterExtension
  static final WireMockExtension GEMINI = WireMockExtension.newInstance().build();

  private final List<Duration> waits = new ArrayList<>();

  @Test
  void aChapterIsAnnouncedOfflineAndFormattedByTheModel() {
    GEMINI.stubFor(post(PATH).willReturn(okJson(candidate("STOP", ONE_READ + " "))));

    var formatted = format(ONE);

    assertThat(formatted.text()).isEqualTo("Chapter Four. Night.\n\n\n" + ONE_READ + "\n");
    assertThat(formatted.fallbackChunks()).isZero();
    GEMINI.verify(
        postRequestedFor(urlPathEqualTo(PATH))
            .withHeader("x-goog-api-key", equalTo(KEY))
            .withRequestBody(containing("nobody heard it"))
            .withRequestBody(containing("systemInstruction")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RECITATION", "SAFETY", "PROHIBITED_CONTENT", "SPII", "OTHER", "BRAND_NEW"})
  void whatIsWithheldIsFormattedOfflineAndNoted(String reason) {
    GEMINI.stubFor(
        post(PATH).willReturn(okJson("{\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}")));

    var formatted = format(ONE);

    assertThat(formatted.text()).endsWith(ONE_READ + "\n");
    assertThat(formatted.fallbackChunks()).isEqualTo(1);
    assertThat(formatted.notes()).singleElement().asString().contains(reason).contains("In 1897");
  }

  @Test
  void aBlockedPromptAndAnEmptyAnswerFallBackToo() {
    GEMINI.stubFor(
        post(PATH).willReturn(okJson("{\"promptFeedback\":{\"blockReason\":\"BLOCKLIST\"}}")));
    assertThat(format(ONE).notes()).singleElement().asString().contains("BLOCKLIST");

    GEMINI.stubFor(post(PATH).willReturn(okJson("{}")));
    assertThat(format(ONE).text()).endsWith(ONE_READ + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The mill turned.",
        "Here is the passage: In eighteen ninety-seven the mill wheel turned all night, and nobody"
            + " heard it. I hope that this helps you with your narration today.",
        "During that year a water engine spun until morning while everybody slept right through it."
      })
  void aRewrittenPassageIsNotTaken(String answer) {
    GEMINI.stubFor(post(PATH).willReturn(okJson(candidate("STOP", answer))));

    var formatted = format(ONE);

    assertThat(formatted.text()).endsWith(ONE_READ + "\n");
    assertThat(formatted.notes()).singleElement().asString().contains("changed its words");
  }

  @Test
  void aTruncatedAnswerIsHalvedUntilItFits() {
    var first = "The first paragraph has some plain words in it.";
    var second = "The second paragraph has other plain words in it.";
    GEMINI.stubFor(post(PATH).willReturn(okJson(candidate("MAX_TOKENS", "The first par"))));
    GEMINI.stubFor(
        post(PATH)
            .withRequestBody(containing(first))
            .withRequestBody(notContaining(second))
            .willReturn(okJson(candidate("STOP", first))));
    GEMINI.stubFor(
        post(PATH)
            .withRequestBody(containing(second))
            .withRequestBody(notContaining(first))
            .willReturn(okJson(candidate("STOP", second))));

    var formatted = format(first, second);

    assertThat(formatted.text()).endsWith(first + "\n\n" + second + "\n");
    assertThat(formatted.chunks()).isEqualTo(2);
    assertThat(formatted.fallbackChunks()).isZero();
  }

  @Test
  void anAnswerThatIsAlwaysTruncatedEndsInTheOfflineText() {
    GEMINI.stubFor(post(PATH).willReturn(okJson(candidate("MAX_TOKENS", ""))));

    var formatted = format(ONE, ONE);

    assertThat(formatted.text()).contains("eighteen ninety-seven").contains("nobody heard it.");
    assertThat(formatted.fallbackChunks()).isEqualTo(formatted.chunks()).isPositive();
  }

  @Test
  void aMinuteQuotaIsWaitedForAsLongAsGoogleSays() {
    GEMINI.stubFor(
        post(PATH)
            .inScenario("quota")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(
                status(429, quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "47s")))
            .willSetStateTo("minute over"));
    GEMINI.stubFor(
        post(PATH)
            .inScenario("quota")
            .whenScenarioStateIs("minute over")
            .willReturn(okJson(candidate("STOP", ONE_READ))));

    assertThat(format(ONE).fallbackChunks()).isZero();
    assertThat(waits).containsExactly(Duration.ofSeconds(47));
  }

  @Test
  void aMinuteQuotaThatLastsIsThrownWithItsWait() {
    GEMINI.stubFor(post(PATH).willReturn(status(429, quota("RequestsPerMinute", "130s"))));

    assertThatThrownBy(() -> format(ONE))
        .isInstanceOfSatisfying(
            ProviderThrottledException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(130)));
    assertThat(waits).isEmpty();
  }

  @Test
  void anOldStyle429SaysItsWaitInTheMessageOrNotAtAll() {
    GEMINI.stubFor(
        post(PATH)
            .willReturn(
                status(
                    429,
                    "{\"error\":{\"code\":429,\"message\":\"Quota. Please retry in 90.5s.\"}}")));

    assertThatThrownBy(() -> format(ONE))
        .isInstanceOfSatisfying(
            ProviderThrottledException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(90_500)));
  }

  @Test
  void aDayQuotaIsPermanentWhateverTheRetryInfoSays() {
    GEMINI.stubFor(
        post(PATH)
            .willReturn(
                status(429, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "8s"))));

    assertThatThrownBy(() -> format(ONE)).isInstanceOf(ProviderQuotaExceededException.class);
    GEMINI.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void aBadKeyIsSaidWithoutShowingIt() {
    GEMINI.stubFor(
        post(PATH)
            .willReturn(
                status(
                    400,
                    "{\"error\":{\"code\":400,\"message\":\"API key not valid: "
                        + KEY
                        + "\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}")));

    assertThatThrownBy(() -> format(ONE))
        .isInstanceOf(ProviderKeyRejectedException.class)
        .hasMessageContaining("API key not valid")
        .hasMessageNotContaining(KEY);
    assertThat(settings("m").toString()).doesNotContain(KEY);
  }

  @Test
  void otherFailuresAreNamedByWhatToDo() {
    GEMINI.stubFor(post(PATH).willReturn(status(404, "{\"error\":{\"message\":\"not found\"}}")));
    assertThatThrownBy(() -> format(ONE))
        .isInstanceOf(ProviderRefusedException.class)
        .hasMessageContaining("some-model");

    GEMINI.stubFor(post(PATH).willReturn(status(503, "overloaded")));
    assertThatThrownBy(() -> format(ONE)).isInstanceOf(ProviderUnavailableException.class);
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));

    GEMINI.stubFor(post(PATH).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThatThrownBy(() -> format(ONE)).isInstanceOf(ProviderUnavailableException.class);
  }

  @Test
  void withoutKeyOrModelNothingIsSent() {
    assertThatThrownBy(() -> GeminiSettings.of(" ", "m", null))
        .isInstanceOf(ProviderNotConfiguredException.class);
    assertThatThrownBy(() -> new GeminiFormatter(settings(null)).format(request(List.of())))
        .isInstanceOf(ProviderNotConfiguredException.class)
        .hasMessageContaining("model");
  }

  @Test
  void aLongChapterIsSentInPiecesAndKeepsItsScenes() {
    GEMINI.stubFor(
        post(PATH).willReturn(okJson("{\"candidates\":[{\"finishReason\":\"OTHER\"}]}")));
    var blocks = new ArrayList<TextBlock>();
    for (int i = 0; i < 10; i++) {
      blocks.add(new TextBlock(Kind.PARAGRAPH, ONE));
    }
    blocks.add(5, new TextBlock(Kind.SCENE_BREAK, ""));

    var formatted = new GeminiFormatter(settings("some-model")).format(request(blocks));

    assertThat(formatted.chunks()).isEqualTo(4); // 200 characters hold three of the paragraphs
    assertThat(formatted.text().split("\n\n\n")).hasSize(3);
    assertThat(formatted.text()).isEqualTo(new OfflineFormatter().format(request(blocks)).text());
  }

  private FormattedText format(String... paragraphs) {
    var blocks =
        List.of(paragraphs).stream().map(text -> new TextBlock(Kind.PARAGRAPH, text)).toList();
    return new GeminiFormatter(settings("some-model")).format(request(blocks));
  }

  private static FormatRequest request(List<TextBlock> blocks) {
    return new FormatRequest(
        "book",
        "ch_004",
        new ChapterText(4, "Night", "IV. Night", null, blocks),
        Locale.ENGLISH,
        null,
        Map.of());
  }

  private GeminiSettings settings(@Nullable String model) {
    var retry = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60), waits::add);
    return new GeminiSettings(KEY, model, GEMINI.baseUrl(), 200, Duration.ofSeconds(20), retry);
  }

  private static String candidate(String finish, String text) {
    try {
      return new ObjectMapper()
          .writeValueAsString(
              Map.of(
                  "candidates",
                  List.of(
                      Map.of(
                          "finishReason",
                          finish,
                          "content",
                          Map.of("role", "model", "parts", List.of(Map.of("text", text)))))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ResponseDefinitionBuilder status(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private static String quota(String quotaId, String delay) {
    return """
    {"error": {"code": 429, "message": "You exceeded your current quota.", "status": "RESOURCE_EXHAUSTED",
      "details": [
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure",
         "violations": [{"quotaMetric": "requests", "quotaId": "%s"}]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "%s"}]}}
    """
        .formatted(quotaId, delay);
  }
}
