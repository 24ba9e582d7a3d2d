package io.millrace.pipelines.book.speech;

import static io.millrace.pipelines.book.speech.ElevenLabsProvider.ID;

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
import io.millrace.pipelines.book.provider.VoiceMissingException;
import java.time.Duration;
import java.util.Optional;

/// What an ElevenLabs error answer means for the caller. The body is `{"detail": {"status",
/// "message"}}`; validation errors have a list for a detail. One HTTP status has several meanings
/// (401: bad key or used-up quota; 429: too many of ours, or the service is busy), so
/// `detail.status` goes first.
final class ElevenLabsFailures {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Too many of ours: a slot is free when a request of ours, or of another process with our key,
  /// ends.
  private static final Duration SLOT_WAIT = Duration.ofSeconds(10);

  private static final Duration BUSY_WAIT = Duration.ofSeconds(3);
  private static final int LONGEST_MESSAGE = 400;

  private ElevenLabsFailures() {}

  static ProviderException of(
      int status, String body, Optional<String> retryAfter, String voice, String key) {
    var detail = parse(body).path("detail");
    var code = detail.path("status").asText("");
    var said = message(detail, body).replace(key, "***");
    return switch (code) {
      case "quota_exceeded" ->
          new ProviderQuotaExceededException(
              ID,
              "The ElevenLabs plan has no characters left: "
                  + said
                  + " Wait for the next period, enlarge the plan, or use --speech espeak; finished"
                  + " chapters are kept.");
      case "voice_not_found" -> voiceMissing(voice, said);
      case "too_many_concurrent_requests" ->
          throttled("allows no more requests at once on this plan", said, retryAfter, SLOT_WAIT);
      case "system_busy" -> throttled("is busy", said, retryAfter, BUSY_WAIT);
      default -> byStatus(status, said, retryAfter, voice);
    };
  }

  private static ProviderException byStatus(
      int status, String said, Optional<String> retryAfter, String voice) {
    if (status == 401 || status == 403) {
      return new ProviderKeyRejectedException(
          ID, "ElevenLabs does not accept the API key: " + said + " Check ELEVENLABS_API_KEY.");
    }
    if (status == 404) {
      return voiceMissing(voice, said);
    }
    if (status == 429) {
      return throttled("asks to slow down", said, retryAfter, BUSY_WAIT);
    }
    if (status == 408 || status >= 500) {
      return new ProviderUnavailableException(
          ID, "ElevenLabs failed with HTTP " + status + ": " + said);
    }
    return new ProviderRefusedException(
        ID, "ElevenLabs refused the request with HTTP " + status + ": " + said);
  }

  private static ProviderException voiceMissing(String voice, String said) {
    return new VoiceMissingException(
        ID,
        "ElevenLabs has no voice '"
            + voice
            + "' for this key: "
            + said
            + " A voice is named by its id, not by its name; the ids are in the account under"
            + " Voices.");
  }

  private static ProviderException throttled(
      String what, String said, Optional<String> retryAfter, Duration usual) {
    var wait = retryAfter.filter(value -> value.matches("\\d{1,6}")).map(Long::parseLong);
    return new ProviderThrottledException(
        ID, "ElevenLabs " + what + ": " + said, wait.map(Duration::ofSeconds).orElse(usual));
  }

  private static String message(JsonNode detail, String body) {
    var message = detail.path("message").asText("");
    if (message.isEmpty()) {
      message =
          detail.isMissingNode() ? body : detail.isTextual() ? detail.asText() : detail.toString();
    }
    return message.length() > LONGEST_MESSAGE
        ? message.substring(0, LONGEST_MESSAGE) + "…"
        : message.strip();
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
