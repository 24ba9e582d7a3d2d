package io.millrace.cli.wiring;

import io.millrace.pipelines.stages.chain.Chain;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an [Installation] runs chains of stages.
///
/// @param chains whose state machines, functions, topics, queues and pipes are there at once
/// @param port of the S3 endpoint on loopback; those of the other endpoints follow it; 0 for any
/// @param visibility how long a received message is hidden from other receivers, 0 s to 12 h
/// @param receivesMax how often a message is received before it goes to the dead-letter queue, 1 to
///   1,000
/// @param parallel stages carried out at the same time, and messages of one queue in work at the
///   same time, 1 to 1,000; more wait
/// @param trial what is tried out, or null for a server at work
public record StagesOptions(
    List<Chain> chains,
    int port,
    Duration visibility,
    int receivesMax,
    int parallel,
    @Nullable StageTrial trial) {

  /// A stage chain's messages are hidden for ten minutes: twice what an Express execution may take.
  public static final Duration VISIBILITY = Duration.ofMinutes(10);

  /// A message that failed three times is for a person to look at.
  public static final int RECEIVES_MAX = 3;

  /// Stages wait for the disk more than they compute.
  public static final int PARALLEL = 8 * Runtime.getRuntime().availableProcessors();

  /// Amazon SQS, quotas of message visibility.
  private static final Duration VISIBILITY_MAX = Duration.ofHours(12);

  /// Ports that follow the first: SQS, SNS, Glue, Pipes.
  private static final int PORTS = 5;

  public StagesOptions {
    chains = List.copyOf(chains);
    if (visibility.isNegative() || visibility.compareTo(VISIBILITY_MAX) > 0) {
      throw new IllegalArgumentException(
          "The visibility timeout is "
              + visibility.toSeconds()
              + " s; it must be from 0 to 43200 s.");
    }
    range("The number of receives", receivesMax);
    range("The number of stages at once", parallel);
    if (port != 0 && (port < 1 || port > 65_536 - PORTS)) {
      throw new IllegalArgumentException(
          "The first port of the stages is " + port + "; it must be 0, or from 1 to 65531.");
    }
    var names = new HashSet<String>();
    for (var chain : chains) {
      if (!names.add(chain.name())) {
        throw new IllegalArgumentException("There are two chains named " + chain.name() + ".");
      }
    }
  }

  private static void range(String what, int value) {
    if (value < 1 || value > 1_000) {
      throw new IllegalArgumentException(what + " is " + value + "; it must be from 1 to 1000.");
    }
  }

  /// The port that comes so many after the first.
  int port(int number) {
    return port == 0 ? 0 : port + number;
  }
}
