package io.millrace.pipelines.stages.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stage as the chain knows it.
public sealed interface ChainStage {
  /// Of the state, and of the folder of its output.
  String name();

  /// What it does, for people.
  String title();

  /// How long one attempt may take.
  Duration timeout();

  /// How long it usually takes, or null when nobody has said.
  @Nullable Duration expected();

  Retry retry();

  /// A Lambda function around a stage of the kit.
  ///
  /// @param handler the stage's class
  /// @param function the Lambda function's name
  /// @param memoryMb of the function
  /// @param permanent more names of errors that are not retried
  /// @param parameters what the stage is told, an object
  record LambdaStage(
      String name,
      String title,
      String handler,
      String function,
      int memoryMb,
      Duration timeout,
      @Nullable Duration expected,
      Retry retry,
      List<String> permanent,
      JsonNode parameters)
      implements ChainStage {
    public LambdaStage {
      permanent = List.copyOf(permanent);
    }
  }

  /// A Spark job, started as an AWS Glue job run and waited for.
  ///
  /// @param job the Glue job's name
  /// @param arguments more of the job's arguments, names with `--`
  record SparkStage(
      String name,
      String title,
      String job,
      Duration timeout,
      @Nullable Duration expected,
      Retry retry,
      Map<String, String> arguments)
      implements ChainStage {
    public SparkStage {
      arguments = Map.copyOf(arguments);
    }
  }
}
