package io.millrace.pipelines.book.speech;

import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.provider.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How to reach ElevenLabs. `concurrency` is how many requests run at once in this process: the
/// plan's cap (Free 2, Starter 3, Creator 5, Pro 10, Scale 15), beyond which the service answers
/// 429. `outputFormat` is one of its MP3 formats, such as `mp3_44100_128`; `freePlan` chooses the
/// lower limit of characters in a request.
public record ElevenLabsSettings(
    String apiKey,
    String model,
    URI baseUrl,
    String outputFormat,
    boolean freePlan,
    int concurrency,
    Duration timeout,
    RetryPolicy retry) {

  /// The service's own default for `model_id`.
  public static final String USUAL_MODEL = "eleven_multilingual_v2";

  private static final URI SERVICE = URI.create("https://api.elevenlabs.io");
  private static final String USUAL_FORMAT = "mp3_44100_128";
  private static final int LOWEST_PLAN_CONCURRENCY = 2;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Pattern MP3_FORMAT = Pattern.compile("mp3_(22050|24000|44100)_\\d{2,3}");

  public ElevenLabsSettings {
    if (apiKey.isBlank()) {
      throw new ProviderNotConfiguredException(
          ElevenLabsProvider.ID,
          "ElevenLabs needs an API key: set ELEVENLABS_API_KEY, or use the offline voice"
              + " (--speech espeak).");
    }
    if (!MP3_FORMAT.matcher(outputFormat).matches()) {
      throw new ProviderNotConfiguredException(
          ElevenLabsProvider.ID,
          "The ElevenLabs output format is '"
              + outputFormat
              + "'; it must be one of its MP3 formats, such as mp3_44100_128.");
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be 1 or more, got " + concurrency);
    }
  }

  /// With what suits every plan; null takes the usual value.
  public static ElevenLabsSettings of(
      String apiKey, @Nullable String model, @Nullable URI baseUrl, @Nullable Integer concurrency) {
    return new ElevenLabsSettings(
        apiKey,
        model == null ? USUAL_MODEL : model,
        baseUrl == null ? SERVICE : baseUrl,
        USUAL_FORMAT,
        false,
        concurrency == null ? LOWEST_PLAN_CONCURRENCY : concurrency,
        TIMEOUT,
        RetryPolicy.DEFAULT);
  }

  /// The sample rate the output format names, in Hz.
  int sampleRate() {
    return Integer.parseInt(outputFormat.split("_")[1]);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "ElevenLabsSettings[model="
        + model
        + ", baseUrl="
        + baseUrl
        + ", outputFormat="
        + outputFormat
        + ", concurrency="
        + concurrency
        + ", apiKey=***]";
  }
}
