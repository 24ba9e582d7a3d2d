package io.millrace.triggers.pipe;

import io.millrace.triggers.RecordPath;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a pipe is to do: EventBridge Pipes' settings for a queue and a state machine, and four of
/// ours (the last ones).
///
/// @param name of the pipe, 1 to 64 letters, digits, `.`, `-`, `_`
/// @param source the queue's ARN
/// @param batchSize messages in one execution's input at most; 1 to 10,000, for a FIFO queue to 10
/// @param batchingWindow how long to gather them, 0 to 300 seconds
/// @param filters event patterns, of which a message has to match one; empty: all messages pass
/// @param target the state machine's ARN, also with a version or alias
/// @param inputTemplate made of each message before it becomes an element of the input; null: the
///   message's record as it is
/// @param concurrency executions that this pipe starts or awaits at once, 1 to 1,000: it receives
///   no message that it could not hand over at once
/// @param nameFrom path into a message's record (`$.body.orderId`) whose value names the execution;
///   null: the message's id does
/// @param poll how long one question to an empty queue waits for a message, 0 to 20 seconds
/// @param drain how long [Pipe#close] waits for what has been handed over
public record PipeSettings(
    String name,
    String source,
    int batchSize,
    Duration batchingWindow,
    List<String> filters,
    String target,
    @Nullable String inputTemplate,
    InvocationType invocationType,
    int concurrency,
    @Nullable String nameFrom,
    Duration poll,
    Duration drain) {

  /// API_CreatePipe: "Name … Pattern: [\.\-_A-Za-z0-9]+", 1 to 64.
  private static final Pattern NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");

  private static final Pattern QUEUE =
      Pattern.compile("arn:[^:]+:sqs:[^:]*:[^:]*:[A-Za-z0-9_-]{1,80}(\\.fifo)?");
  private static final Pattern MACHINE =
      Pattern.compile("arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+(:[^:]+)?");

  /// API_PipeSourceSqsQueueParameters.
  private static final int BATCH_MAX = 10_000;

  private static final int FIFO_BATCH_MAX = 10;
  private static final Duration WINDOW_MAX = Duration.ofMinutes(5);

  /// API_FilterCriteria: up to five filters.
  private static final int FILTERS_MAX = 5;

  private static final int TEMPLATE_CHARACTERS_MAX = 8_192;
  private static final int CONCURRENCY_MAX = 1_000;

  /// What one loop of messages keeps busy without flooding a small machine.
  public static final int CONCURRENCY = 10;

  /// SQS's longest, hence the cheapest.
  public static final Duration POLL = Duration.ofSeconds(20);

  /// A little longer than an Express execution may take.
  public static final Duration DRAIN = Duration.ofSeconds(310);

  /// How the state machine is called (API_PipeTargetStateMachineParameters).
  public enum InvocationType {
    /// StartSyncExecution, for Express: the message stays in the queue unless it succeeds.
    REQUEST_RESPONSE,
    /// StartExecution, for Standard and Express: the message is deleted once it is accepted.
    FIRE_AND_FORGET
  }

  public PipeSettings {
    filters = List.copyOf(filters);
    require(NAME.matcher(name).matches(), "Name", name, "1 to 64 letters, digits, '.', '-', '_'");
    require(QUEUE.matcher(source).matches(), "Source", source, "the ARN of an SQS queue");
    require(MACHINE.matcher(target).matches(), "Target", target, "the ARN of a state machine");
    int most = source.endsWith(".fifo") ? FIFO_BATCH_MAX : BATCH_MAX;
    require(batchSize >= 1 && batchSize <= most, "BatchSize", batchSize, "1 to " + most);
    require(
        isWithin(batchingWindow, WINDOW_MAX),
        "MaximumBatchingWindowInSeconds",
        batchingWindow,
        "0 to 300 seconds");
    require(filters.size() <= FILTERS_MAX, "Filters", filters.size(), "at most " + FILTERS_MAX);
    require(
        inputTemplate == null || inputTemplate.length() <= TEMPLATE_CHARACTERS_MAX,
        "InputTemplate",
        inputTemplate == null ? 0 : inputTemplate.length(),
        "at most " + TEMPLATE_CHARACTERS_MAX + " characters");
    require(
        concurrency >= 1 && concurrency <= CONCURRENCY_MAX,
        "concurrency",
        concurrency,
        "1 to " + CONCURRENCY_MAX);
    require(isWithin(poll, POLL), "poll", poll, "0 to 20 seconds");
    filters.forEach(PipeFilter::parse);
    if (inputTemplate != null) InputTemplate.parse(inputTemplate);
    if (nameFrom != null) RecordPath.parse(nameFrom);
  }

  /// One message, one execution; everything else as AWS has it.
  public static PipeSettings of(
      String name, String source, String target, InvocationType invocationType) {
    return new PipeSettings(
        name,
        source,
        1,
        Duration.ZERO,
        List.of(),
        target,
        null,
        invocationType,
        CONCURRENCY,
        null,
        POLL,
        DRAIN);
  }

  public PipeSettings withConcurrency(int executions) {
    return new PipeSettings(
        name,
        source,
        batchSize,
        batchingWindow,
        filters,
        target,
        inputTemplate,
        invocationType,
        executions,
        nameFrom,
        poll,
        drain);
  }

  public PipeSettings withNameFrom(@Nullable String path) {
    return new PipeSettings(
        name,
        source,
        batchSize,
        batchingWindow,
        filters,
        target,
        inputTemplate,
        invocationType,
        concurrency,
        path,
        poll,
        drain);
  }

  /// How long one question to an empty queue waits, and how long closing waits for executions.
  public PipeSettings withPatience(Duration pollTime, Duration drainTime) {
    return new PipeSettings(
        name,
        source,
        batchSize,
        batchingWindow,
        filters,
        target,
        inputTemplate,
        invocationType,
        concurrency,
        nameFrom,
        pollTime,
        drainTime);
  }

  /// The same pipe for up to so many messages at once.
  public PipeSettings withBatch(int size, Duration window) {
    return new PipeSettings(
        name,
        source,
        size,
        window,
        filters,
        target,
        inputTemplate,
        invocationType,
        concurrency,
        nameFrom,
        poll,
        drain);
  }

  /// The same pipe for some messages only, made into something else.
  public PipeSettings withFilterAndTemplate(List<String> patterns, @Nullable String template) {
    return new PipeSettings(
        name,
        source,
        batchSize,
        batchingWindow,
        patterns,
        target,
        template,
        invocationType,
        concurrency,
        nameFrom,
        poll,
        drain);
  }

  boolean isFifo() {
    return source.endsWith(".fifo");
  }

  private static boolean isWithin(Duration value, Duration most) {
    return !value.isNegative() && value.compareTo(most) <= 0;
  }

  private static void require(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a pipe's " + key + " is '" + value + "'; it has to be " + range);
    }
  }
}
