package io.millrace.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.cli.ExitCode;
import io.millrace.cli.definition.DefinitionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill lint`: mistakes found before they run.
@Command(
    name = "lint",
    description = {
      "Finds what will go wrong when a definition runs.",
      "It runs nothing and follows the data: paths that cannot exist and which state",
      "lost them, failures nobody catches, limits nobody keeps, and what AWS refuses.",
      "Reads JSON (.json) and YAML (.yaml, .yml).%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {"", "docs/lint.md and docs/diagnostics.md explain every finding."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was found that --fail-on asks for",
      "1:something was found",
      "2:the command line makes no sense",
      "3:a file cannot be read"
    })
public final class LintCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Definitions")
  List<Path> files = List.of();

  @Option(
      names = "--input",
      paramLabel = "EXAMPLE.json",
      description = "An example of the input; without it, the input may be anything")
  @Nullable Path input;

  @Option(
      names = "--type",
      paramLabel = "STANDARD|EXPRESS",
      defaultValue = "STANDARD",
      description = "The machine's type (default: ${DEFAULT-VALUE})")
  Type type = Type.STANDARD;

  @Option(
      names = "--format",
      paramLabel = "text|json|sarif",
      defaultValue = "text",
      description = "For people, programs, or code review (default: ${DEFAULT-VALUE})")
  Format format = Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "error|warning",
      defaultValue = "error",
      description = "What makes the exit code 1 (default: ${DEFAULT-VALUE})")
  FailOn failOn = FailOn.error;

  @Option(
      names = "--ignore",
      paramLabel = "RULE",
      split = ",",
      description = "Leave these rules' findings out")
  Set<String> ignored = Set.of();

  /// The machine's type.
  enum Type {
    STANDARD,
    EXPRESS
  }

  /// How findings are printed; named as people type them.
  enum Format {
    text,
    json,
    sarif
  }

  /// Named as people type them.
  enum FailOn {
    error,
    warning
  }

  @Override
  public Integer call() {
    List<LintedFile> linted = new ArrayList<>();
    try {
      JsonNode example = example();
      for (Path path : files) {
        DefinitionFile file = DefinitionFile.read(path);
        linted.add(withoutIgnored(LintedFile.of(file, example, type == Type.EXPRESS)));
      }
    } catch (IOException e) {
      spec.commandLine().getErr().printf("mill: a file cannot be read: %s%n", e);
      return ExitCode.ENVIRONMENT;
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> new TextReport(out, TextReport.Style.ofTerminal()).print(linted);
      case json -> out.println(JsonReport.of(linted));
      case sarif -> out.println(SarifReport.of(linted));
    }
    out.flush();
    return linted.stream().anyMatch(this::fails) ? ExitCode.FAILED : ExitCode.OK;
  }

  private @Nullable JsonNode example() throws IOException {
    Path path = input;
    if (path == null) {
      return null;
    }
    try {
      return Json.parse(Files.readString(path));
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          spec.commandLine(), "--input " + path + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private LintedFile withoutIgnored(LintedFile linted) {
    List<Finding> left =
        linted.findings().stream().filter(f -> !ignored.contains(f.rule())).toList();
    return new LintedFile(linted.file(), left);
  }

  private boolean fails(LintedFile linted) {
    return linted.count(Severity.ERROR) > 0
        || (failOn == FailOn.warning && linted.count(Severity.WARNING) > 0);
  }
}
