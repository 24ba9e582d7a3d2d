package io.millrace.cli.stages;

import io.millrace.cli.ExitCode;
import io.millrace.pipelines.stages.PermanentStageException;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage;
import io.millrace.pipelines.stages.chain.InvalidChainException;
import io.millrace.pipelines.stages.run.RunStatus;
import io.millrace.pipelines.stages.run.StageStatus;
import io.millrace.pipelines.stages.store.StoreRefusedException;
import io.millrace.pipelines.stages.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill stages status`: stage by stage, how a run stands.
@Command(
    name = "status",
    description = {
      "Shows a run stage by stage: state, time, records, bytes, where the output is, error.",
      "It reads manifests and records of failures, no data; and where the Step Functions API",
      "can be reached (AWS_ENDPOINT_URL_SFN, or AWS), the execution of that name.%n"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the run is shown, however it stands",
      "1:there is no such run",
      "2:the command line makes no sense",
      "3:the objects cannot be reached, or the chain's file cannot be read"
    })
public final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run's id: the message's, else the execution's name")
  String run = "";

  @Option(
      names = "--chain",
      paramLabel = "CHAIN",
      description = {
        "The chain's file, or targeting, targeting-spark: its stages in order, also those",
        "that were not reached, and its bucket"
      })
  @Nullable String chain;

  @Mixin RunPlace place = new RunPlace();

  private Map<String, String> environment = System.getenv();

  /// Sees these variables instead of the process's.
  void setEnvironment(Map<String, String> other) {
    environment = Map.copyOf(other);
  }

  @Override
  public Integer call() {
    try {
      Chain known = chain == null ? null : ChainFile.read(chain);
      if (known != null && place.bucket == null) {
        place.bucket = known.bucket();
      }
      List<String> stages =
          known == null ? List.of() : known.stages().stream().map(ChainStage::name).toList();
      RunStatus status;
      try (var opened = place.open(environment)) {
        status = RunStatus.of(opened.store(), place.bucket(environment), run, stages);
      }
      var execution =
          ExecutionLook.of(
              run, known == null ? null : known.name(), place.isAws(environment), environment);
      if (execution.found() == null
          && status.executionFailure() == null
          && status.stages().stream()
              .allMatch(one -> one.state() == StageStatus.State.NOT_REACHED)) {
        return failed(
            "there is no run '%s' in the bucket %s%s"
                .formatted(run, place.bucket(environment), execution.said()),
            ExitCode.FAILED);
      }
      var out = spec.commandLine().getOut();
      RunReport.lines(status, place.bucket(environment), execution).forEach(out::println);
      out.flush();
      return ExitCode.OK;
    } catch (InvalidChainException e) {
      throw new ParameterException(
          spec.commandLine(), "The chain " + chain + " is wrong. " + e.getMessage(), e);
    } catch (IOException e) {
      return failed(chain + " cannot be read: " + e.getMessage(), ExitCode.ENVIRONMENT);
    } catch (StoreRefusedException | StoreUnavailableException | UncheckedIOException e) {
      return failed(String.valueOf(e.getMessage()), ExitCode.ENVIRONMENT);
    } catch (IllegalArgumentException | PermanentStageException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int failed(String problem, int code) {
    spec.commandLine().getErr().println("mill: " + problem);
    spec.commandLine().getErr().flush();
    return code;
  }
}
