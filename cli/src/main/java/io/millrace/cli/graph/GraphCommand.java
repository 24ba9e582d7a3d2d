package io.millrace.cli.graph;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.Parsed;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.cli.ExitCode;
import io.millrace.cli.definition.DefinitionFile;
import io.millrace.drawing.Drawing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill graph`: a definition as an SVG drawing.
@Command(
    name = "graph",
    description = {
      "Draws a definition as SVG.",
      "",
      "States from top to bottom, what a Choice asks at its arrows, catchers dashed, Map",
      "and Parallel with what is in them. FILE is JSON or YAML.",
      "Light or dark as the viewer prefers.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:drawn",
      "1:the definition has errors; they are listed",
      "2:the command line makes no sense",
      "3:a file cannot be read or written"
    })
public final class GraphCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The definition, .json, .yaml or .yml")
  Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "SVG",
      description = "Where to (default: standard output)")
  @Nullable Path output;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A heading for the drawing")
  String title = "";

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      Parsed<StateMachineDefinition> parsed = DefinitionFile.read(file).parse();
      StateMachineDefinition definition = parsed.value();
      if (definition == null || !parsed.isValid()) {
        for (Diagnostic finding : parsed.diagnostics()) {
          err.printf(
              "%s:%d:%d: %s%n",
              file, finding.span().line(), finding.span().column(), finding.message());
        }
        return ExitCode.FAILED;
      }
      String svg = Drawing.svg(definition, title);
      if (output == null) {
        spec.commandLine().getOut().print(svg);
        spec.commandLine().getOut().flush();
      } else {
        Files.writeString(output, svg);
        err.println("mill: wrote " + output);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      err.println("mill: cannot be read or written: " + e);
      return ExitCode.ENVIRONMENT;
    }
  }
}
