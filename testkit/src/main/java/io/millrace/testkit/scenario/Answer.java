package io.millrace.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a scripted task does with one attempt.
///
/// @param after how long it takes, in virtual time
/// @param beat how often it sends a heartbeat meanwhile, or null for never
record Answer(Duration after, @Nullable Duration beat, What what) {
  sealed interface What {
    /// It succeeds with what this gives.
    record Returns(Function<Call, JsonNode> result) implements What {}

    /// It fails.
    record Fails(String error, @Nullable String cause) implements What {}

    /// It is never heard of again.
    record Silence() implements What {}

    /// The test decides, by [Run#succeed] or [Run#fail].
    record Held() implements What {}
  }
}
