package io.millrace.cli.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.history.HistoryEventWriter;
import io.millrace.asl.Diagnostic;
import io.millrace.asl.Parsed;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Logging;
import io.millrace.cli.StopSignal;
import io.millrace.cli.definition.DefinitionFile;
import io.millrace.cli.definition.PlainWords;
import io.millrace.cli.definition.UnreadableException;
import io.millrace.cli.run.RunOptions.Senseless;
import io.millrace.cli.wiring.InstallationOptions;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.trace.Trace;
import io.millrace.engine.trace.TraceText;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill run`: one execution of a definition in a file.
@Command(
    name = "run",
    description = {
      "Runs a definition once and shows what happened as a tree.",
      "",
      "The tree has states, inputs, outputs, attempts and times. FILE is JSON or YAML.",
      "",
      "Tasks are real unless --mock says what they answer: functions are called where",
      "AWS_ENDPOINT_URL_LAMBDA or AWS_ENDPOINT_URL points, else on AWS.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the execution succeeded",
      "1:it failed",
      "2:the command line, the definition or the mock file makes no sense",
      "3:a file or this machine lacks something; the message says what",
      "4:it timed out, or --timeout stopped it",
      "5:it was stopped, or waits for something that cannot come",
      "130:interrupted; with --data the execution stays and can be gone on with"
    })
public final class RunCommand implements Callable<Integer> {
  static final int TIMED_OUT = 4;
  static final int STOPPED = 5;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The definition, .json, .yaml or .yml")
  Path file;

  @Mixin RunOptions options = new RunOptions();

  @Override
  public Integer call() throws InterruptedException {
    Logging.warningsOnly();
    try (StopSignal stop = StopSignal.listen(ExitCode.INTERRUPTED)) {
      try {
        return run(stop);
      } catch (Senseless e) {
        return said(ExitCode.USAGE, e.getMessage());
      } catch (IOException e) {
        return said(ExitCode.ENVIRONMENT, e.getMessage() == null ? e.toString() : e.getMessage());
      } catch (RuntimeException e) {
        stop.started();
        int code = stop.isAsked() ? stop.exitCode() : ExitCode.of(e);
        stop.exitWith(code);
        return said(code, e.getMessage() == null ? e.toString() : e.getMessage());
      }
    }
  }

  private int run(StopSignal stop) throws Senseless, IOException, InterruptedException {
    options.check();
    Duration limit = options.timeLimit();
    String input = RunOptions.json("--input", options.input);
    String variables =
        options.variables == null ? null : RunOptions.json("--variables", options.variables);
    DefinitionFile source = substituted(source());
    Parsed<StateMachineDefinition> parsed = source.parse();
    for (Diagnostic finding : parsed.diagnostics()) {
      err().println(line(finding));
    }
    StateMachineDefinition definition = parsed.value();
    if (!parsed.isValid() || definition == null) {
      return ExitCode.USAGE;
    }
    String json = StartingPoint.apply(json(source), definition, options.from, variables);
    Map<String, MockFile.Responses> mocks = mocks(definition);
    try (RunEngine engine = engine(mocks, stop)) {
      stop.started();
      OneRun run = new OneRun(engine, OneRun.machineName(file), json, input, options.name);
      int code = run.follow(limit, stop, this::tell);
      show(run.history());
      return code;
    }
  }

  private DefinitionFile source() throws IOException {
    try {
      return DefinitionFile.read(file);
    } catch (IOException e) {
      throw new IOException(PlainWords.of(file, e), e);
    }
  }

  private static String json(DefinitionFile source) {
    try {
      return source.json();
    } catch (UnreadableException e) {
      throw new IllegalStateException("a definition that was parsed is readable", e);
    }
  }

  private DefinitionFile substituted(DefinitionFile source) {
    String text = source.text();
    for (var substitution : options.substitutions.entrySet()) {
      text = text.replace("${" + substitution.getKey() + "}", substitution.getValue());
    }
    return DefinitionFile.of(source.path(), text);
  }

  private String line(Diagnostic finding) {
    return "%s:%d:%d: %s: %s%s"
        .formatted(
            file,
            finding.span().line(),
            finding.span().column(),
            finding.severity() == Diagnostic.Severity.ERROR ? "error" : "warning",
            finding.message(),
            finding.hint() == null ? "" : " " + finding.hint());
  }

  /// Each mocked state must be in the definition: a task whose mock has another name would be real.
  private Map<String, MockFile.Responses> mocks(StateMachineDefinition definition)
      throws Senseless, IOException {
    Path mock = options.mock;
    if (mock == null) {
      return Map.of();
    }
    try {
      MockFile read = MockFile.read(RunOptions.json("--mock", "@" + mock));
      String machine = OneRun.machineName(file);
      boolean isNamed = read.cases().keySet().stream().anyMatch(k -> k.startsWith(machine + "#"));
      boolean isWhole = options.mockCase != null && options.mockCase.contains("#");
      Map<String, MockFile.Responses> chosen =
          read.choose(isNamed && !isWhole ? machine : null, options.mockCase);
      for (String state : chosen.keySet()) {
        if (!StartingPoint.contains(state, definition.graph())) {
          throw new Senseless(mock + ": " + StartingPoint.unknown(state, definition.graph()));
        }
      }
      return chosen;
    } catch (MockFile.Malformed e) {
      throw new Senseless(mock + ": " + e.getMessage());
    }
  }

  private RunEngine engine(Map<String, MockFile.Responses> mocks, StopSignal stop) {
    Path data = options.data;
    if (data != null) {
      return new DurableEngine(
          new InstallationOptions(
              data.toAbsolutePath().normalize(), options.port, null, null, false, System.getenv()),
          stop::await,
          reason -> stop.end(ExitCode.FAILED, reason));
    }
    MemoryEngine engine =
        new MemoryEngine(
            mocks,
            options.skipWaits,
            options.port,
            System.getenv(),
            reason -> stop.end(ExitCode.FAILED, "The engine cannot go on: " + reason));
    if (engine.port() != null) {
      tell("the API is at http://127.0.0.1:" + engine.port());
    }
    return engine;
  }

  private void show(List<HistoryEvent> history) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (options.history != null) {
      out.println(historyJson(history));
    } else {
      out.print(TraceText.of(Trace.of(history), style()));
    }
    out.flush();
  }

  private static String historyJson(List<HistoryEvent> history) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.mapper().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeArrayFieldStart("events");
      HistoryEventWriter writer = new HistoryEventWriter(json, true);
      for (HistoryEvent event : history) {
        writer.write(event);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private TraceText.Style style() {
    String columns = Objects.requireNonNullElse(System.getenv("COLUMNS"), "100");
    int width = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 100;
    return new TraceText.Style(
        width, options.full, isTerminal() && System.getenv("NO_COLOR") == null);
  }

  @SuppressWarnings("SystemConsoleNull") // null with another provider of consoles
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private void tell(String what) {
    err().println("mill: " + what);
  }

  private int said(int code, @Nullable String what) {
    err().println("mill: " + what);
    return code;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
