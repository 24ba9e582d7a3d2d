package io.millrace.pipelines.book.format;

import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.provider.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to reach Gemini. `model` has no default because model names go out of service within a year;
/// without it every request must bring one. `baseUrl` null means Google's own. `pieceCharacters` is
/// how much text is sent at once, well below what a model may answer.
public record GeminiSettings(
    String apiKey,
    @Nullable String model,
    @Nullable String baseUrl,
    int pieceCharacters,
    Duration timeout,
    RetryPolicy retry) {

  private static final int PIECE_CHARACTERS = 6000;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  public GeminiSettings {
    if (apiKey.isBlank()) {
      throw new ProviderNotConfiguredException(
          GeminiFormatter.ID,
          "Gemini needs an API key: set GEMINI_API_KEY, or use the offline formatter"
              + " (--format offline).");
    }
    if (pieceCharacters < 200) {
      throw new IllegalArgumentException("pieceCharacters must be 200 or more: " + pieceCharacters);
    }
  }

  public static GeminiSettings of(String apiKey, @Nullable String model, @Nullable String baseUrl) {
    return new GeminiSettings(
        apiKey, model, baseUrl, PIECE_CHARACTERS, TIMEOUT, RetryPolicy.DEFAULT);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "GeminiSettings[model=" + model + ", baseUrl=" + baseUrl + ", apiKey=***]";
  }
}
