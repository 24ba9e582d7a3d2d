package io.millrace.cli;

import io.millrace.cli.stages.ServingOptions;
import io.millrace.cli.stages.StagesNotice;
import io.millrace.cli.wiring.BookMachines;
import io.millrace.cli.wiring.Installation;
import io.millrace.cli.wiring.InstallationOptions;
import io.millrace.cli.wiring.RetentionOptions;
import io.millrace.cli.wiring.StagesOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `mill server`: the engine behind the Step Functions API, until SIGTERM or Ctrl-C.
@Command(
    name = "server",
    description = {
      "Serves the Step Functions API (AWS JSON 1.0) on the loopback address.",
      "",
      "Point any AWS SDK, the AWS CLI or boto3 at it with an endpoint override. State",
      "lives in an embedded PostgreSQL, or in yours; what was running when the server",
      "ended goes on when it starts again.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by SIGTERM or Ctrl-C, in good order",
      "1:another server has taken over its executions, or a defect",
      "2:the command line makes no sense",
      "3:this machine lacks something; the message says what"
    })
public final class ServerCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8083",
      description = "Port on 127.0.0.1; 0 for any (default: ${DEFAULT-VALUE})")
  int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the state is kept (default: MILLRACE_DATA, else the account's data folder)")
  @Nullable Path data;

  @Option(
      names = "--postgres-url",
      paramLabel = "JDBC",
      description =
          "Use this PostgreSQL, jdbc:postgresql://HOST:PORT/DATABASE, instead of the embedded one")
  @Nullable String postgresUrl;

  @Option(
      names = "--postgres-user",
      paramLabel = "USER",
      description = "Its user; the password is in MILLRACE_POSTGRES_PASSWORD")
  @Nullable String postgresUser;

  @Option(
      names = "--book",
      description =
          "Also run the book pipeline: its state machines and functions are there at once")
  boolean book;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Tell of executions that begin or end as the rules in this JSON file say, which has"
              + " EventBridge's form")
  @Nullable Path rules;

  @Mixin ServingOptions stages = new ServingOptions();

  @Mixin WatchingOptions watching = new WatchingOptions();

  @Option(
      names = "--keep-executions",
      paramLabel = "DAYS",
      defaultValue = "90",
      description = "Delete executions so long after their end (default: ${DEFAULT-VALUE}, as AWS)")
  int keepExecutionsDays;

  @Option(
      names = "--keep-runs",
      paramLabel = "DAYS",
      defaultValue = "7",
      description =
          "Delete a run's objects so long after the last was written (default: ${DEFAULT-VALUE})")
  int keepRunsDays;

  @Override
  public Integer call() throws InterruptedException {
    Logging.toStandardError();
    Path folder = DataFolder.choose(data, "server");
    try (StopSignal stop = StopSignal.listen(ExitCode.OK)) {
      try {
        serve(folder, options(folder), stop);
        return stop.exitCode();
      } catch (RuntimeException e) {
        if (e instanceof ParameterException usage) throw usage;
        boolean startCutOff = stop.isAsked() && stop.isStarting();
        stop.started();
        if (startCutOff) return stop.exitCode();
        int code = ExitCode.of(e);
        LoggerFactory.getLogger(ServerCommand.class)
            .atLevel(code == ExitCode.FAILED ? Level.ERROR : Level.DEBUG)
            .log("the server ends", e);
        System.err.println("mill: " + said(e));
        stop.exitWith(code);
        return code;
      }
    }
  }

  private static void serve(Path folder, InstallationOptions options, StopSignal stop)
      throws InterruptedException {
    try (Installation installation =
        Installation.start(options, stop::await, reason -> stop.end(ExitCode.FAILED, reason))) {
      if (options.book()) BookMachines.registerAll(installation.machines());
      StagesOptions chains = options.stages();
      if (chains != null) installation.letMessagesCome();
      installation.letTasksRun();
      stop.started();
      if (stop.isAsked()) return;
      installation
          .psqlCommands()
          .forEach(line -> System.err.println("mill: look inside with " + line));
      System.out.printf(
          "mill server is ready: http://127.0.0.1:%d, data in %s%n", installation.port(), folder);
      if (installation.metricsPort() != null) {
        System.out.printf(
            "mill: metrics at http://127.0.0.1:%d/metrics%n", installation.metricsPort());
      }
      if (chains != null) {
        StagesNotice.lines(installation.stages(), installation.port()).forEach(System.out::println);
      }
      stop.await();
    }
  }

  private InstallationOptions options(Path folder) {
    try {
      return new InstallationOptions(
          folder,
          port,
          postgresUrl,
          postgresUser,
          book,
          stages.read(port),
          watching.read(),
          rules,
          retention(),
          System.getenv());
    } catch (IOException e) {
      throw new UncheckedIOException("A chain cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private RetentionOptions retention() {
    return new RetentionOptions(Duration.ofDays(keepExecutionsDays), Duration.ofDays(keepRunsDays));
  }

  private String said(RuntimeException trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "Port "
            + port
            + " on 127.0.0.1 is taken. Choose another with --port, or stop the program that has"
            + " it.";
      }
    }
    return trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
  }
}
