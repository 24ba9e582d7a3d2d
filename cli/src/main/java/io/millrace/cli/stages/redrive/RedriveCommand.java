package io.millrace.cli.stages.redrive;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Logging;
import io.millrace.cli.stages.ChainFile;
import io.millrace.cli.stages.ServerPlace;
import io.millrace.cli.wiring.StageClients;
import io.millrace.cli.wiring.StageQueues;
import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage;
import io.millrace.pipelines.stages.chain.InvalidChainException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// `mill stages redrive`: what failed goes on, once its cause is repaired.
@Command(
    name = "redrive",
    description = {
      "Lets go on what has failed, once its cause is repaired.",
      "",
      "--dlq puts messages back into the queue they came from; their runs find what was",
      "finished and repeat none of it. Each goes back once: what fails again meanwhile stays",
      "in the dead-letter queue. --execution redrives a Standard execution: it goes",
      "on at the state that failed. --run starts a new execution that reads the outputs of",
      "an earlier run, at the stage that failed: for Express, which cannot be redriven.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, or the new execution failed, or a message cannot go back; the message says why",
      "2:the command line makes no sense",
      "3:a service does not answer, or a file cannot be read"
    })
public final class RedriveCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  What what = new What();

  /// One of three.
  static final class What {
    @Option(names = "--dlq", description = "Messages of the dead-letter queue, oldest first")
    boolean deadLetters;

    @Option(
        names = "--execution",
        paramLabel = "ARN|NAME",
        description = "A Standard execution that failed, timed out or was aborted")
    @Nullable String execution;

    @Option(names = "--run", paramLabel = "RUN", description = "A run whose outputs are there")
    @Nullable String run;
  }

  @Option(
      names = "--from",
      paramLabel = "STAGE",
      description = "Go on at this stage, whatever has failed; with --dlq and --run")
  @Nullable String from;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "So many messages at most (default: all that are there)")
  @Nullable Integer max;

  @Option(
      names = "--chain",
      paramLabel = "CHAIN",
      defaultValue = Chains.TARGETING,
      description = "The chain: its file, or one of ours (default: ${DEFAULT-VALUE})")
  String chainName = Chains.TARGETING;

  @Mixin ServerPlace place = new ServerPlace();

  @Override
  public Integer call() {
    Logging.warningsOnly();
    checkOptions();
    try (var clients = StageClients.of(place.endpoints(), System.getenv())) {
      var chain = ChainFile.read(chainName);
      requireStage(chain);
      return what.deadLetters ? deadLetters(clients, chain) : goesOn(clients, chain);
    } catch (InvalidChainException e) {
      throw usage("The chain " + chainName + " is wrong. " + e.getMessage());
    } catch (NotResumableException e) {
      return told(ExitCode.FAILED, e);
    } catch (AwsServiceException e) {
      return told(e.statusCode() < 500 ? ExitCode.FAILED : ExitCode.ENVIRONMENT, e);
    } catch (SdkException | IOException e) {
      return told(ExitCode.ENVIRONMENT, e);
    }
  }

  private void checkOptions() {
    if (from != null && what.execution != null) {
      throw usage("A redriven execution goes on where it failed; use --run with --from.");
    }
    if (max != null && (max < 1 || !what.deadLetters)) {
      throw usage("--max goes with --dlq and is at least 1.");
    }
  }

  private int deadLetters(StageClients clients, Chain chain) {
    var letters =
        DeadLetters.ofQueue(
            clients.sqs(), StageQueues.name(chain), StageQueues.deadLetterName(chain));
    var troubles = new ArrayList<String>();
    var back = letters.sendBack(max == null ? Integer.MAX_VALUE : max, from, troubles::add);
    back.forEach(run -> out().println("back in the queue: run " + run));
    out().println(back.size() + (back.size() == 1 ? " message" : " messages"));
    out().flush();
    troubles.forEach(trouble -> spec.commandLine().getErr().println("mill: " + trouble));
    return troubles.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int goesOn(StageClients clients, Chain chain) {
    var runs = new FailedRuns(clients, chain);
    var execution = what.execution;
    var end =
        execution != null ? runs.redrive(execution) : runs.resume(String.valueOf(what.run), from);
    out().println(end.message());
    out().flush();
    return end.failed() ? ExitCode.FAILED : ExitCode.OK;
  }

  private void requireStage(Chain chain) {
    var names = chain.stages().stream().map(ChainStage::name).toList();
    if (from != null && !names.contains(from)) {
      throw usage(
          "The chain %s has no stage %s; its stages are %s."
              .formatted(chain.name(), from, String.join(", ", names)));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int told(int code, Exception trouble) {
    spec.commandLine().getErr().println("mill: " + trouble.getMessage());
    return code;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
