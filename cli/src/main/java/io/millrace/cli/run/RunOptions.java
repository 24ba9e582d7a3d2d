package io.millrace.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.json.Json;
import io.millrace.cli.definition.PlainWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a person can say about a run.
final class RunOptions {
  @Option(
      names = "--input",
      paramLabel = "JSON|@FILE",
      defaultValue = "{}",
      description = "The execution's input: JSON, @FILE, or - for standard input (default: {})")
  String input = "{}";

  @Option(
      names = "--from",
      paramLabel = "STATE",
      description = "Start at this state; the input is what that state gets")
  @Nullable String from;

  @Option(
      names = "--variables",
      paramLabel = "JSON|@FILE",
      description = "Variables that are set before the first state, as an object")
  @Nullable String variables;

  @Option(
      names = "--mock",
      paramLabel = "FILE",
      description = "Mocked answers of tasks, in the file format of Step Functions Local")
  @Nullable Path mock;

  @Option(
      names = "--case",
      paramLabel = "NAME",
      description = "Which test case of the mock file: CASE or MACHINE#CASE")
  @Nullable String mockCase;

  @Option(
      names = "--substitute",
      paramLabel = "NAME=VALUE",
      description = "Replace $${NAME} in the definition; may be given several times")
  Map<String, String> substitutions = new LinkedHashMap<>();

  @Option(
      names = "--skip-waits",
      description = "Do not wait: when nothing else can happen, the clock is put forward")
  boolean skipWaits;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Stop the execution after this time, such as 30s, 5m or 1h")
  @Nullable String timeout;

  @Option(
      names = "--memory",
      description = "Keep nothing (this is the default unless --data is given)")
  boolean memory;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep the execution in this data folder: it survives, and the same --name goes on")
  @Nullable Path data;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the execution (default: made up)")
  @Nullable String name;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Serve the API meanwhile on this port of 127.0.0.1, so that workers can report on task"
              + " tokens; 0 for any")
  @Nullable Integer port;

  @Option(
      names = "--history",
      paramLabel = "json",
      description = "Print the history as GetExecutionHistory gives it, instead of the tree")
  @Nullable String history;

  @Option(names = "--full", description = "Cut nothing and leave nothing out")
  boolean full;

  /// Something that a person typed makes no sense.
  static final class Senseless extends Exception {
    private static final long serialVersionUID = 1L;

    Senseless(String message) {
      super(message, null, false, false);
    }
  }

  /// Options that contradict each other.
  void check() throws Senseless {
    if (data != null && memory) {
      throw new Senseless("--memory keeps nothing, --data keeps all: choose one.");
    }
    if (data != null && (mock != null || skipWaits)) {
      throw new Senseless("--mock and --skip-waits are for runs in memory: leave --data out.");
    }
    if (history != null && !history.equals("json")) {
      throw new Senseless("--history is json, not '" + history + "'.");
    }
    if (mockCase != null && mock == null) {
      throw new Senseless("--case names a case of a --mock file.");
    }
  }

  /// The time limit, or null for none.
  @Nullable Duration timeLimit() throws Senseless {
    String text = timeout;
    if (text == null) {
      return null;
    }
    try {
      Duration limit = Duration.parse("PT" + text.strip().toUpperCase(Locale.ROOT));
      if (limit.isPositive()) {
        return limit;
      }
    } catch (DateTimeParseException _) {
      // Said below.
    }
    throw new Senseless("--timeout is a time such as 30s, 5m or 1h30m, not '" + text + "'.");
  }

  /// JSON that an option gives itself or names a file of.
  ///
  /// @throws IOException saying which file cannot be read, and why
  static String json(String option, String given) throws Senseless, IOException {
    String text = given;
    try {
      if (given.equals("-")) {
        text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      } else if (given.startsWith("@")) {
        text = read(option, Path.of(given.substring(1)));
      }
      var _ = Json.parse(text);
      return text;
    } catch (JsonProcessingException e) {
      throw new Senseless(
          "%s is not JSON: %s%s"
              .formatted(
                  option,
                  PlainWords.of(e),
                  given.startsWith("@") ? "" : " (a file is named with @FILE)"));
    }
  }

  private static String read(String option, Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException(option + ": " + PlainWords.of(file, e), e);
    }
  }
}
