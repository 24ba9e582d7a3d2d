package io.millrace.cli;

import io.millrace.cli.book.BookCommand;
import io.millrace.cli.fmt.FormatCommand;
import io.millrace.cli.graph.GraphCommand;
import io.millrace.cli.lint.LintCommand;
import io.millrace.cli.run.RunCommand;
import io.millrace.cli.stages.StagesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The entry point of every `mill` command. A command's own classes load only when it is called,
/// which keeps `--version` fast.
@Command(
    name = "mill",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs AWS Step Functions pipelines anywhere.%n",
    subcommands = {
      BookCommand.class,
      ServerCommand.class,
      RunCommand.class,
      GraphCommand.class,
      LintCommand.class,
      FormatCommand.class,
      StagesCommand.class
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "  test    Run the whole build with every test; arguments go to Maven",
      "  build   Build now instead of when the next command needs it",
      "",
      "'./mill COMMAND --help' says more about one of them."
    })
public final class Mill implements Runnable {

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say which command to run. 'mill --help' lists them.");
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Mill())
        .setExecutionExceptionHandler(
            (trouble, _, _) -> {
              System.err.println("mill: " + trouble);
              return ExitCode.FAILED;
            });
  }
}
