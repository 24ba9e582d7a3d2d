package io.millrace.pipelines.book.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;

/// A model as `GET v1/models` describes it: the longest text of one request on a paid and on the
/// free plan, and what its characters count for on the bill.
public record ElevenLabsModel(
    String id, boolean speaks, int mostCharacters, int mostCharactersFree, double costFactor) {

  /// Where the service gives no limit; every model takes so much.
  private static final int SAFE_LIMIT = 2500;

  static ElevenLabsModel of(JsonNode model) {
    int request = model.path("maximum_text_length_per_request").asInt();
    return new ElevenLabsModel(
        model.path("model_id").asText(),
        model.path("can_do_text_to_speech").asBoolean(),
        least(request, model.path("max_characters_request_subscribed_user").asInt()),
        least(request, model.path("max_characters_request_free_user").asInt()),
        model.path("token_cost_factor").asDouble(1));
  }

  private static int least(int... limits) {
    return IntStream.of(limits).filter(limit -> limit > 0).min().orElse(SAFE_LIMIT);
  }
}
