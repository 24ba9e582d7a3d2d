package io.millrace.pipelines.book.speech;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.millrace.pipelines.book.audio.Mp3Header;
import io.millrace.pipelines.book.audio.Mp3Silence;
import io.millrace.pipelines.book.provider.ProviderException;
import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.ProviderThrottledException;
import io.millrace.pipelines.book.provider.ProviderUnavailableException;
import io.millrace.pipelines.book.provider.RetryPolicy;
import io.millrace.pipelines.book.provider.VoiceMissingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElevenLabsProviderTest {

  private static final String KEY = "key-that-must-not-show";
  private static final String VOICE = "21m00Tcm4TlvDq8ikWAM";
  private static final String PATH = "/v1/text-to-speech/" + VOICE + "/stream";
  private static final byte[] SOUND = Mp3Silence.of(0.2, 44_100);
  private static final String MODELS =
      """
      [{"model_id": "eleven_multilingual_v2", "can_do_text_to_speech": true, "token_cost_factor": 1.0,
        "max_characters_request_free_user": 25, "max_characters_request_subscribed_user": 40,
        "maximum_text_length_per_request": 1000000},
       {"model_id": "eleven_flash_v2_5", "can_do_text_to_speech": true, "token_cost_factor": 0.5},
       {"model_id": "eleven_english_sts_v2", "can_do_text_to_speech": false}]
      """;

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  private final List<Duration> waits = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private final ElevenLabsProvider provider = new ElevenLabsProvider(settings(false), () -> now);

  @Test
  void aTextIsStreamedWithTheKeyInTheHeaderOnly() throws IOException {
    models();
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(sound("req-1")));
    var mp3 = new ByteArrayOutputStream();

    var result = provider.speak(request("The mill turned."), mp3);

    assertThat(mp3.toByteArray()).isEqualTo(SOUND);
    assertThat(result).isEqualTo(new SpeechResult(8 * 1152, 44_100, 16, List.of("req-1")));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo(PATH))
            .withHeader("xi-api-key", equalTo(KEY))
            .withQueryParam("output_format", equalTo("mp3_44100_128"))
            .withRequestBody(matchingJsonPath("$.text", equalTo("The mill turned.")))
            .withRequestBody(matchingJsonPath("$.model_id", equalTo("eleven_multilingual_v2")))
            .withRequestBody(matchingJsonPath("$.voice_settings.stability", equalTo("0.4")))
            .withRequestBody(matchingJsonPath("$.previous_text", equalTo("Before.")))
            .withRequestBody(matchingJsonPath("$.next_text", equalTo("After."))));
    assertThat(SERVICE.getAllServeEvents())
        .noneMatch(event -> event.getRequest().getUrl().contains(KEY));
  }

  @Test
  void aLongTextIsStitchedFromPiecesWithinTheModelsLimit() {
    models();
    for (int i = 1; i <= 5; i++) {
      SERVICE.stubFor(
          post(urlPathEqualTo(PATH))
              .inScenario("pieces")
              .whenScenarioStateIs(i == 1 ? Scenario.STARTED : "piece " + i)
              .willReturn(sound("id-" + i))
              .willSetStateTo("piece " + (i + 1)));
    }
    var text = "One plain sentence stands here now. ".repeat(5).strip();

    var result = speak(request(text));

    assertThat(result.requestIds()).containsExactly("id-1", "id-2", "id-3", "id-4", "id-5");
    assertThat(result.samples()).isEqualTo(5L * 8 * 1152);
    var sent = SERVICE.findAll(postRequestedFor(urlPathEqualTo(PATH)));
    assertThat(sent.getFirst().getBodyAsString()).doesNotContain("previous_request_ids");
    assertThat(sent.get(4).getBodyAsString())
        .contains("\"previous_request_ids\":[\"id-2\",\"id-3\",\"id-4\"]")
        .doesNotContain("previous_text")
        .contains("\"next_text\":\"After.\"");
  }

  @Test
  void theModelsAreAskedForOnceAnHour() {
    models();
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(sound("a")));
    speak(request("One."));
    speak(request("Two."));
    SERVICE.verify(1, getRequestedFor(urlPathEqualTo("/v1/models")));

    now = now.plus(Duration.ofHours(2));
    speak(request("Three."));
    SERVICE.verify(2, getRequestedFor(urlPathEqualTo("/v1/models")));
    assertThat(provider.models().get(1).costFactor()).isEqualTo(0.5);
  }

  @Test
  void theFreePlansLimitIsLower() {
    models();
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(sound("a")));

    new ElevenLabsProvider(settings(true), () -> now)
        .speak(request("Twenty-five letters go so. And others."), OutputStream.nullOutputStream());

    assertThat(SERVICE.findAll(postRequestedFor(urlPathEqualTo(PATH)))).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({
    "too_many_concurrent_requests, 10",
    "system_busy, 3",
  })
  void bothMeaningsOf429AreWaitedForAndTriedAgain(String code, int seconds) {
    models();
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .inScenario(code)
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(error(429, code))
            .willSetStateTo("free"));
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .inScenario(code)
            .whenScenarioStateIs("free")
            .willReturn(sound("a")));

    assertThat(speak(request("One.")).samples()).isPositive();
    assertThat(waits).containsExactly(Duration.ofSeconds(seconds));
  }

  @Test
  void aLastingThrottleCarriesTheServicesOwnWait() {
    models();
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .willReturn(error(429, "system_busy").withHeader("Retry-After", "135")));

    assertThatThrownBy(() -> speak(request("One.")))
        .isInstanceOfSatisfying(
            ProviderThrottledException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(135)));
  }

  @ParameterizedTest
  @CsvSource({
    "401, quota_exceeded, ProviderQuotaExceededException",
    "429, quota_exceeded, ProviderQuotaExceededException",
    "401, invalid_api_key, ProviderKeyRejectedException",
    "403, missing_permissions, ProviderKeyRejectedException",
    "404, voice_not_found, VoiceMissingException",
    "400, voice_not_found, VoiceMissingException",
    "404, not_found, VoiceMissingException",
    "400, max_character_limit_exceeded, ProviderRefusedException",
    "422, '', ProviderRefusedException",
    "500, '', ProviderUnavailableException",
    "503, '', ProviderUnavailableException",
  })
  void everyRefusalIsNamedByWhatToDoAndHidesTheKey(int status, String code, String exception) {
    models();
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(error(status, code)));

    assertThatThrownBy(() -> speak(request("One.")))
        .isInstanceOf(ProviderException.class)
        .satisfies(
            e -> {
              assertThat(e.getClass().getSimpleName()).isEqualTo(exception);
              var trace = new StringWriter();
              e.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain(KEY);
            });
  }

  @Test
  void aConnectionThatBreaksInsideTheSoundIsNotRepeatedHere() {
    models();
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(200).withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
    assertThatThrownBy(() -> speak(request("One.")))
        .isInstanceOf(ProviderUnavailableException.class);
  }

  @Test
  void anAnswerThatIsNoSoundIsFoundOut() {
    models();
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(okJson("{}")));
    assertThatThrownBy(() -> speak(request("One.")))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessageContaining("no sound");

    SERVICE.stubFor(
        post(urlPathEqualTo(PATH)).willReturn(aResponse().withBody("<html>".repeat(30_000))));
    assertThatThrownBy(() -> speak(request("One.")))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessageContaining("no MP3 sound");
  }

  @Test
  void tagsAndInformationFramesOfEachAnswerAreLeftOut() throws IOException {
    models();
    var tagged = new ByteArrayOutputStream();
    tagged.write("ID3".getBytes(StandardCharsets.US_ASCII));
    tagged.write(new byte[] {4, 0, 0, 0, 0, 0, 20});
    tagged.write(new byte[20]);
    var information = Mp3Silence.of(0.01, 44_100);
    System.arraycopy(
        "Info".getBytes(StandardCharsets.US_ASCII), 0, information, Mp3Header.LENGTH + 17, 4);
    tagged.write(information);
    tagged.write(SOUND);
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH)).willReturn(aResponse().withBody(tagged.toByteArray())));
    var mp3 = new ByteArrayOutputStream();

    var result = provider.speak(request("One."), mp3);

    assertThat(mp3.toByteArray()).isEqualTo(SOUND);
    assertThat(result.samples()).isEqualTo(8 * 1152);
  }

  @Test
  void nothingToSayIsASilenceThatCostsNothing() {
    var result = speak(request("* * *\n\n…"));

    assertThat(result.seconds()).isBetween(0.4, 0.6);
    assertThat(result.characters()).isZero();
    SERVICE.verify(0, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsSent() {
    models();
    assertThatThrownBy(
            () -> speak(new SpeechRequest("One.", Locale.ENGLISH, null, Map.of(), null, null)))
        .isInstanceOf(VoiceMissingException.class);
    assertThatThrownBy(
            () ->
                speak(
                    new SpeechRequest(
                        "One.",
                        Locale.ENGLISH,
                        VOICE,
                        Map.of("model", "eleven_english_sts_v2"),
                        null,
                        null)))
        .isInstanceOf(ProviderRefusedException.class)
        .hasMessageContaining("eleven_flash_v2_5");
    assertThatThrownBy(() -> ElevenLabsSettings.of("", null, null, null))
        .isInstanceOf(ProviderNotConfiguredException.class);
    assertThat(settings(false).toString()).doesNotContain(KEY);
  }

  @Test
  void aBrokenOutputIsOursAndNotTheServices() {
    models();
    SERVICE.stubFor(post(urlPathEqualTo(PATH)).willReturn(sound("a")));
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("bucket gone");
          }
        };

    assertThatThrownBy(() -> provider.speak(request("One."), broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("bucket gone");
  }

  private SpeechResult speak(SpeechRequest request) {
    return provider.speak(request, OutputStream.nullOutputStream());
  }

  private static void models() {
    SERVICE.stubFor(
        get("/v1/models").withHeader("xi-api-key", containing(KEY)).willReturn(okJson(MODELS)));
  }

  private static SpeechRequest request(String text) {
    return new SpeechRequest(
        text, Locale.ENGLISH, VOICE, Map.of("stability", "0.4"), "Before.", "After.");
  }

  private ElevenLabsSettings settings(boolean freePlan) {
    var retry = new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(60), waits::add);
    return new ElevenLabsSettings(
        KEY,
        "eleven_multilingual_v2",
        URI.create(SERVICE.baseUrl()),
        "mp3_44100_128",
        freePlan,
        2,
        Duration.ofSeconds(20),
        retry);
  }

  private static ResponseDefinitionBuilder sound(String requestId) {
    return aResponse()
        .withHeader("Content-Type", "audio/mpeg")
        .withHeader("request-id", requestId)
        .withBody(SOUND);
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withBody(
            code.isEmpty()
                ? "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"bad\"}]}"
                : "{\"detail\":{\"status\":\"" + code + "\",\"message\":\"About " + KEY + "\"}}");
  }
}
