package io.millrace.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.Asl;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.Lint;
import io.millrace.cli.ExitCode;
import io.millrace.cli.definition.DefinitionFile;
import io.millrace.cli.definition.PlainWords;
import io.millrace.cli.definition.UnreadableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "2:the command line, or the example input, makes no sense",
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
    List<LintedFile> all = new ArrayList<>();
    Path reading = input;
    try {
      checkIgnored();
      JsonNode example = example();
      for (Path path : files) {
        reading = path;
        DefinitionFile file = DefinitionFile.read(path);
        all.add(LintedFile.of(file, example, type == Type.EXPRESS));
      }
    } catch (Senseless e) {
      return said(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      String file = reading == null ? e.getMessage() : PlainWords.of(reading, e);
      return said(ExitCode.ENVIRONMENT, file);
    }
    List<LintedFile> linted = all.stream().map(this::withoutIgnored).toList();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> {
        new TextReport(out, TextReport.Style.ofTerminal()).print(linted);
        long left = count(all) - count(linted);
        if (left > 0) {
          out.println(left + (left == 1 ? " finding ignored" : " findings ignored"));
        }
      }
      case json -> out.println(JsonReport.of(linted));
      case sarif -> out.println(SarifReport.of(linted));
    }
    out.flush();
    return linted.stream().anyMatch(this::fails) ? ExitCode.FAILED : ExitCode.OK;
  }

  /// Something that a person typed makes no sense.
  private static final class Senseless extends Exception {
    private static final long serialVersionUID = 1L;

    Senseless(String message) {
      super(message, null, false, false);
    }
  }

  private int said(int code, @Nullable String what) {
    spec.commandLine().getErr().println("mill: " + what);
    return code;
  }

  private static long count(List<LintedFile> files) {
    return files.stream().mapToLong(file -> file.findings().size()).sum();
  }

  /// A rule whose name is mistyped would go on to be reported, or what is meant stay hidden.
  private void checkIgnored() throws Senseless {
    Set<String> known = new HashSet<>(Lint.rules());
    known.addAll(Asl.rules());
    known.addAll(UnreadableException.RULES);
    known.add(LintedFile.TOO_LONG);
    for (String rule : ignored) {
      if (!known.contains(rule)) {
        throw new Senseless(
            "--ignore: there is no rule '"
                + rule
                + "'; docs/lint.md and docs/diagnostics.md list"
                + " them");
      }
    }
  }

  private @Nullable JsonNode example() throws IOException, Senseless {
    Path path = input;
    if (path == null) {
      return null;
    }
    try {
      return Json.parse(Files.readString(path));
    } catch (JsonProcessingException e) {
      throw new Senseless("--input " + path + " is no JSON: " + PlainWords.of(e));
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
