package io.millrace.pipelines.stages.chain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stages that work one after the other, each on the output of the one before it. The order of the
/// list is the order of work; nothing else says it.
///
/// @param name of the chain; the first part of its functions' names
/// @param bucket where all runs store
/// @param timeout of one execution; null for what the stages' timeouts and retries add up to, and
///   for the five minutes of an Express execution
/// @param stages at least one
public record Chain(
    String name,
    Chain.Type type,
    String bucket,
    @Nullable Duration timeout,
    List<ChainStage> stages) {
  /// Step Functions developer guide, "Choosing workflow type": Express executions end after five
  /// minutes.
  public static final Duration EXPRESS_LIMIT = Duration.ofMinutes(5);

  /// The two types of state machines.
  public enum Type {
    EXPRESS,
    STANDARD
  }

  public Chain {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("The chain " + name + " has no stage.");
    }
  }

  /// The name of the stage before this one, or null for the first.
  public @Nullable String before(ChainStage stage) {
    var index = stages.indexOf(stage);
    return index <= 0 ? null : stages.get(index - 1).name();
  }

  /// The state machine's timeout: what is set, or the longest that all stages with all retries can
  /// take.
  public Duration executionTimeout() {
    var longest =
        timeout != null
            ? timeout
            : stages.stream()
                .map(stage -> stage.retry().longest(stage.timeout()))
                .reduce(Duration.ofMinutes(1), Duration::plus);
    return type == Chain.Type.EXPRESS && longest.compareTo(EXPRESS_LIMIT) > 0
        ? EXPRESS_LIMIT
        : longest;
  }
}
