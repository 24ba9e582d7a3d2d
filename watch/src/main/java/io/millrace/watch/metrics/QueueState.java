package io.millrace.watch.metrics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A queue at one moment.
///
/// @param name without its URL
/// @param oldestAge how long its oldest message has been there, zero when it is empty; null when
///   that cannot be asked: AWS tells it to CloudWatch only
/// @param isDeadLetterQueue whether another queue's redrive policy leads here
/// @param deadLettersEver how many messages have come here as dead letters, or null when nobody
///   counts
public record QueueState(
    String name,
    long visible,
    long notVisible,
    long delayed,
    @Nullable Duration oldestAge,
    boolean isDeadLetterQueue,
    @Nullable Long deadLettersEver) {}
