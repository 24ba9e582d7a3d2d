package io.millrace.cli.stages;

import io.millrace.connectors.aws.AwsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// What the Step Functions API says of a run: the Standard execution that has its name or, when its
/// message was put back after a failure, the latest of NAME-2, NAME-3 and so on, as a pipe names
/// them. Express executions cannot be asked for.
///
/// @param found the execution, or null when there is none or nobody could be asked
/// @param visits by the name of a stage
/// @param trouble why nobody could be asked, or null
record ExecutionLook(
    @Nullable DescribeExecutionResponse found,
    Map<String, Visit> visits,
    @Nullable String trouble) {
  /// More state machines than this are not looked through.
  private static final int MACHINES_MAX = 200;

  private static final ExecutionLook NOTHING = new ExecutionLook(null, Map.of(), null);

  /// A stage in the history.
  ///
  /// @param left null while the execution is in it
  record Visit(Instant entered, @Nullable Instant left) {
    @Nullable Duration time() {
      return left == null ? null : Duration.between(entered, left);
    }
  }

  /// For a sentence that ends here.
  String said() {
    return trouble == null ? "" : " (" + trouble + ")";
  }

  /// @param machine the state machine's name, or null to look through all
  /// @param onAws whether the objects are on Amazon S3: then the API is AWS's unless the
  ///   environment says otherwise
  static ExecutionLook of(
      String run, @Nullable String machine, boolean onAws, Map<String, String> environment) {
    var at =
        AwsEndpoint.fromEnvironment(
            "sfn", environment.getOrDefault("AWS_REGION", "us-east-1"), environment);
    URI override = at.override();
    if (override == null && !onAws) {
      return NOTHING;
    }
    var builder =
        SfnClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(at.region()))
            .credentialsProvider(at.credentials());
    try (var sfn = (override == null ? builder : builder.endpointOverride(override)).build()) {
      return look(sfn, run, machine);
    } catch (SdkException e) {
      return new ExecutionLook(
          null, Map.of(), "the Step Functions API cannot be asked: " + e.getMessage());
    }
  }

  private static ExecutionLook look(SfnClient sfn, String run, @Nullable String machine) {
    List<StateMachineListItem> machines =
        sfn.listStateMachinesPaginator(list -> list.maxResults(100)).stateMachines().stream()
            .filter(one -> one.type() == StateMachineType.STANDARD)
            .filter(one -> machine == null || one.name().equals(machine))
            .limit(MACHINES_MAX)
            .toList();
    for (StateMachineListItem one : machines) {
      var latest =
          latest(sfn, one.stateMachineArn().replace(":stateMachine:", ":execution:") + ":", run);
      if (latest.isPresent()) {
        return new ExecutionLook(latest.get(), visits(sfn, latest.get().executionArn()), null);
      }
    }
    return NOTHING;
  }

  private static Optional<DescribeExecutionResponse> latest(
      SfnClient sfn, String prefix, String run) {
    var latest = describe(sfn, prefix + run);
    for (int number = 2; latest.filter(ExecutionLook::hasFailed).isPresent(); number++) {
      var before = latest.get();
      var next =
          describe(sfn, prefix + run + "-" + number)
              .filter(one -> isFor(run, one) && !one.startDate().isBefore(before.stopDate()));
      if (next.isEmpty()) {
        return latest;
      }
      latest = next;
    }
    return latest;
  }

  private static boolean hasFailed(DescribeExecutionResponse execution) {
    return switch (execution.status()) {
      case FAILED, TIMED_OUT, ABORTED -> execution.stopDate() != null;
      default -> false;
    };
  }

  /// Whether it is not another run that happens to have such a name: a message that was put back
  /// names its run.
  private static boolean isFor(String run, DescribeExecutionResponse execution) {
    return execution.input() != null && execution.input().contains('"' + run + '"');
  }

  private static Optional<DescribeExecutionResponse> describe(SfnClient sfn, String arn) {
    try {
      return Optional.of(sfn.describeExecution(describe -> describe.executionArn(arn)));
    } catch (ExecutionDoesNotExistException _) {
      return Optional.empty();
    }
  }

  private static Map<String, Visit> visits(SfnClient sfn, String arn) {
    Map<String, Visit> visits = new LinkedHashMap<>();
    Map<String, Instant> entered = new HashMap<>();
    for (HistoryEvent event :
        sfn.getExecutionHistoryPaginator(
                get -> get.executionArn(arn).maxResults(1_000).includeExecutionData(false))
            .events()) {
      switch (event.type()) {
        case TASK_STATE_ENTERED -> {
          String name = event.stateEnteredEventDetails().name();
          entered.put(name, event.timestamp());
          visits.put(name, new Visit(event.timestamp(), null));
        }
        case TASK_STATE_EXITED -> {
          String name = event.stateExitedEventDetails().name();
          visits.put(
              name, new Visit(entered.getOrDefault(name, event.timestamp()), event.timestamp()));
        }
        default -> {
          // No end of a stage.
        }
      }
    }
    return visits;
  }
}
