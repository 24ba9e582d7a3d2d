package io.millrace.pipelines.book.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.pipelines.book.provider.ProviderException;
import io.millrace.pipelines.book.provider.ProviderKeyRejectedException;
import io.millrace.pipelines.book.provider.ProviderQuotaExceededException;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.ProviderThrottledException;
import io.millrace.pipelines.book.provider.ProviderUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a Gemini error answer means for the caller. The bodies are `google.rpc.Status` in JSON; a
/// 429 holds `QuotaFailure` (whose `quotaId` names the minute or the day) and `RetryInfo`. The wait
/// given with a day's quota is misleading, so the day is looked for first.
final class GeminiFailures {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);
  private static final Pattern SECONDS = Pattern.compile("(\\d+(?:\\.\\d+)?)s");
  private static final int LONGEST_MESSAGE = 400;

  private GeminiFailures() {}

  static ProviderException of(int status, String body, String model, String key) {
    var error = parse(body).path("error");
    var said = message(error, body).replace(key, "***");
    if (status == 401 || status == 403 || isBadKey(error)) {
      return new ProviderKeyRejectedException(
          GeminiFormatter.ID,
          "Gemini does not accept the API key: " + said + " Check GEMINI_API_KEY.");
    }
    if (status == 429) {
      return quota(error, said);
    }
    if (status == 408 || status >= 500) {
      return new ProviderUnavailableException(
          GeminiFormatter.ID, "Gemini failed with HTTP " + status + ": " + said);
    }
    if (status == 404) {
      return new ProviderRefusedException(
          GeminiFormatter.ID,
          "Gemini does not know the model '" + model + "': " + said + " Set another model.");
    }
    return new ProviderRefusedException(
        GeminiFormatter.ID, "Gemini refused the request with HTTP " + status + ": " + said);
  }

  private static ProviderException quota(JsonNode error, String said) {
    for (var detail : error.path("details")) {
      for (var violation : detail.path("violations")) {
        if (violation.path("quotaId").asText().contains("PerDay")) {
          return new ProviderQuotaExceededException(
              GeminiFormatter.ID,
              "Gemini's quota for the day is used up: "
                  + said
                  + " Run again tomorrow, or use --format offline; what is done is kept.");
        }
      }
    }
    var wait = retryDelay(error).or(() -> seconds(said)).orElse(USUAL_WAIT);
    return new ProviderThrottledException(
        GeminiFormatter.ID, "Gemini asks to wait " + wait.toSeconds() + " s: " + said, wait);
  }

  private static Optional<Duration> retryDelay(JsonNode error) {
    for (var detail : error.path("details")) {
      if (detail.has("retryDelay")) {
        return seconds(detail.path("retryDelay").asText());
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> seconds(String text) {
    var matcher = SECONDS.matcher(text);
    return matcher.find()
        ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * 1000)))
        : Optional.empty();
  }

  private static boolean isBadKey(JsonNode error) {
    for (var detail : error.path("details")) {
      if (detail.path("reason").asText().startsWith("API_KEY_")) {
        return true;
      }
    }
    return false;
  }

  private static String message(JsonNode error, String body) {
    var message = error.path("message").asText(body).strip();
    return message.length() > LONGEST_MESSAGE
        ? message.substring(0, LONGEST_MESSAGE) + "…"
        : message;
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
