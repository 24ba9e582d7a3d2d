package io.millrace.local.sqs;

import java.time.Duration;

/// How a queue stands, in the terms of SQS's CloudWatch metrics.
///
/// @param visible ApproximateNumberOfMessagesVisible
/// @param inFlight ApproximateNumberOfMessagesNotVisible
/// @param delayed ApproximateNumberOfMessagesDelayed
/// @param oldestMessageAge ApproximateAgeOfOldestMessage; for a dead letter since it became one;
///   zero when the queue is empty
public record QueueStatus(
    String name, int visible, int inFlight, int delayed, Duration oldestMessageAge) {}
