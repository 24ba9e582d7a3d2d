package io.millrace.cli.stages.demo;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Logging;
import io.millrace.cli.StopSignal;
import io.millrace.cli.wiring.StageClients;
import io.millrace.cli.wiring.StageFaults;
import io.millrace.cli.wiring.StageTrial;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `mill stages demo`: everything around a chain of stages, tried out on this machine.
@Command(
    name = "demo",
    description = {
      "Starts a server with the ten-stage example, publishes messages to its topic, and",
      "accounts for every one of them.",
      "",
      "The server is a process of its own, 'mill server --stages', which --kill ends by",
      "SIGKILL twice in the middle. For somebody who watches, a failed attempt is tried",
      "again after 1 s and a message hidden for 20 s, instead of 20 s and 10 minutes.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every message is accounted for, and only those failed that were made to",
      "1:the ledger does not add up",
      "2:the command line makes no sense",
      "3:this machine lacks something; the message says what"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int KILLS = 2;

  @Spec CommandSpec spec;

  @ArgGroup Type type = new Type();

  /// The two types of chains.
  static final class Type {
    @Option(
        names = "--express",
        description = "Express: at most five minutes, no history (default)")
    boolean express;

    @Option(names = "--standard", description = "Standard: durable, each with its history")
    boolean standard;
  }

  @Option(names = "--spark", description = "The fourth stage is a Spark job; implies --standard")
  boolean spark;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many to publish (default: ${DEFAULT-VALUE})")
  int messages;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "20",
      description = "Records that each message makes (default: ${DEFAULT-VALUE})")
  int candidates;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Messages published a second, at most (default: ${DEFAULT-VALUE})")
  int rate;

  @Option(
      names = "--fail-at",
      paramLabel = "STAGE",
      description = "Make runs fail for good at this stage, until the redrive")
  @Nullable String failAt;

  @Option(
      names = "--fail-percent",
      paramLabel = "P",
      defaultValue = "5",
      description = "How many of them, in percent (default: ${DEFAULT-VALUE})")
  double failPercent;

  @Option(names = "--kill", description = "Kill the server twice in the middle, and start it again")
  boolean kill;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides when the kills come (default: another each time)")
  @Nullable Long seed;

  @Option(
      names = "--visibility",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long a failed message stays hidden (default: ${DEFAULT-VALUE})")
  int visibilitySeconds;

  @Option(
      names = "--keep",
      description = "Leave everything up afterwards, until Ctrl-C, and say how to look at it")
  boolean keep;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of the API; the other services' follow it (default: free ones)")
  int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the server keeps its state (default: a folder deleted afterwards)")
  @Nullable Path data;

  @Override
  public Integer call() throws InterruptedException {
    Logging.warningsOnly();
    if (messages < 1 || candidates < 1 || rate < 1 || failPercent < 0 || failPercent > 100) {
      throw new ParameterException(
          spec.commandLine(),
          "--messages, --candidates and --rate must be at least 1, --fail-percent from 0 to 100.");
    }
    try (var signal = StopSignal.listen(ExitCode.INTERRUPTED)) {
      try {
        return carryOut(signal);
      } catch (IOException | UncheckedIOException e) {
        System.err.println("mill: " + e.getMessage());
        return ExitCode.ENVIRONMENT;
      } catch (InterruptedException e) {
        if (!signal.isAsked()) throw e;
        return ExitCode.INTERRUPTED; // while the server was starting
      } finally {
        signal.started();
      }
    }
  }

  private int carryOut(StopSignal signal) throws IOException, InterruptedException {
    var chosenSeed = seed == null ? new Random().nextInt(1_000_000) : seed;
    var lines = new DemoLines(System.out);
    try (var folder = DemoFolder.of(data)) {
      var chain = chain(folder);
      var trial = trial(folder, chain);
      var plan =
          Publications.Plan.of("demo-" + Long.toString(chosenSeed, 36), messages, candidates, rate);
      try (var server = new ServerProcess(port, folder.log(), serverOptions(folder))) {
        lines.tell(
            "%s chain of %d stages; %d messages; seed %d"
                .formatted(chain.type(), chain.stages().size(), messages, chosenSeed));
        server.start();
        signal.started();
        lines.tell(
            "the server is ready (pid %d), its log is %s".formatted(server.pid(), folder.log()));
        try (var clients = StageClients.of(server.endpoints(), System.getenv())) {
          var demo =
              new Demo(
                  new Demo.Parts(
                      chain,
                      server,
                      clients,
                      trial,
                      folder,
                      plan,
                      topic(clients, chain),
                      lines,
                      signal));
          var code = demo.run(kill ? KILLS : 0, new Random(chosenSeed), failAt != null);
          if (keep && !signal.isAsked()) {
            lines.show("Everything stays up until Ctrl-C:", server.notice());
            signal.await();
          }
          signal.exitWith(code);
          return code;
        }
      }
    }
  }

  private Chain chain(DemoFolder folder) throws IOException {
    var chosen = spark || type.standard ? Chain.Type.STANDARD : Chain.Type.EXPRESS;
    var text = DemoChain.yaml(chosen, spark);
    Files.writeString(folder.chain(), text);
    return ChainReader.read(text);
  }

  private StageTrial trial(DemoFolder folder, Chain chain) throws IOException {
    var trial = new StageTrial(folder.trial());
    trial.repair();
    var stage = failAt;
    if (stage != null) {
      if (chain.stages().stream().noneMatch(one -> one.name().equals(stage))) {
        throw new ParameterException(
            spec.commandLine(),
            "There is no stage " + stage + "; the chain has Stage1 to Stage10.");
      }
      trial.let(new StageFaults(stage, failPercent));
    }
    return trial;
  }

  private static Publications.Topic topic(StageClients clients, Chain chain) {
    return Publications.topic(
        clients.sns(), clients.sns().createTopic(create -> create.name(chain.name())).topicArn());
  }

  private List<String> serverOptions(DemoFolder folder) {
    return List.of(
        "--data",
        folder.data().toString(),
        "--stages=" + folder.chain(),
        "--stages-visibility",
        Integer.toString(visibilitySeconds),
        "--stages-trial",
        folder.trial().toString());
  }
}
