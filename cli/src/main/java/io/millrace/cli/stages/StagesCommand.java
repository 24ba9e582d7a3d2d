package io.millrace.cli.stages;

import io.millrace.asl.Asl;
import io.millrace.asl.Diagnostic;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Lint;
import io.millrace.asl.lint.LintOptions;
import io.millrace.cli.ExitCode;
import io.millrace.cli.stages.demo.DemoCommand;
import io.millrace.cli.stages.redrive.RedriveCommand;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainMachine;
import io.millrace.pipelines.stages.chain.ChainPlan;
import io.millrace.pipelines.stages.chain.InvalidChainException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill stages`: chains of stages.
@Command(
    name = "stages",
    description = "Chains of stages that hand their data on through S3.%n",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {DemoCommand.class, StatusCommand.class, CatCommand.class, RedriveCommand.class},
    commandListHeading = "%nCommands:%n")
public final class StagesCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do. 'mill stages --help' lists it.");
  }

  @Command(
      name = "plan",
      description = {
        "Shows a chain: its stages, the paths in S3, its budget of time, and what AWS and",
        "the linter would say about its state machine.%n"
      },
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the chain is sound; there may be warnings",
        "1:the chain is wrong, or does not fit in its time",
        "2:the command line makes no sense",
        "3:the file cannot be read"
      })
  int plan(
      @Parameters(
              paramLabel = "CHAIN",
              description = "A chain's file in YAML, or one of ours: targeting, targeting-spark")
          String chain,
      @Option(names = "--definition", description = "Print the state machine's definition instead")
          boolean definitionOnly) {
    Chain read;
    try {
      read = ChainFile.read(chain);
    } catch (InvalidChainException e) {
      e.findings().forEach(finding -> err().println("ERROR " + chain + ": " + finding));
      return ExitCode.FAILED;
    } catch (IOException e) {
      err().println("mill: " + chain + " cannot be read: " + e.getMessage());
      return ExitCode.ENVIRONMENT;
    }
    var definition = ChainMachine.definition(read);
    if (definitionOnly) {
      out().println(definition);
      out().flush();
      return ExitCode.OK;
    }
    var plan = ChainPlan.of(read);
    plan.forEach(out()::println);
    var sound = plan.stream().noneMatch(line -> line.startsWith("ERROR"));
    sound &= check(definition, read.type() == Chain.Type.EXPRESS);
    out().flush();
    return sound ? ExitCode.OK : ExitCode.FAILED;
  }

  /// Prints what the language and the linter find; false when there is an error.
  private boolean check(String definition, boolean express) {
    var findings = Lint.check(definition, new LintOptions(null, express));
    var diagnostics = Asl.validate(definition, express);
    out().println();
    out()
        .println(
            "State machine: %d characters; AWS's checks find %s, the linter %s"
                .formatted(
                    definition.length(), number(diagnostics.size()), number(findings.size())));
    for (var diagnostic : diagnostics) {
      out().println("%-7s %s".formatted(diagnostic.severity(), diagnostic.text()));
    }
    for (var finding : findings) {
      out()
          .println(
              "%-7s %s%s [%s]"
                  .formatted(
                      finding.severity(),
                      finding.state() == null ? "" : finding.state() + ": ",
                      finding.message(),
                      finding.rule()));
    }
    return diagnostics.stream().noneMatch(one -> one.severity() == Diagnostic.Severity.ERROR)
        && findings.stream().noneMatch(one -> one.severity() == Finding.Severity.ERROR);
  }

  private static String number(int findings) {
    return findings == 0 ? "nothing" : Integer.toString(findings);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
