package io.millrace.cli.book;

import io.millrace.cli.DataFolder;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Logging;
import io.millrace.cli.StopSignal;
import io.millrace.cli.progress.RunView;
import io.millrace.cli.progress.Screen;
import io.millrace.cli.wiring.BookParts;
import io.millrace.cli.wiring.Installation;
import io.millrace.cli.wiring.InstallationOptions;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill book`: the options, and what goes wrong before a book's execution runs.
@Command(
    name = "book",
    description = {
      "Makes an audiobook of a book: MP3s and one M4B with chapter marks.",
      "",
      "Reads EPUB, PDF, HTML and plain text. Stop it whenever you like: the same",
      "command goes on where it was. Without FILE-OR-URL it makes the sample book.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the book is made",
      "1:it could not be made, or some chapters could not",
      "2:the command line makes no sense",
      "3:this machine lacks something; the message says what",
      "130:stopped by Ctrl-C"
    })
public final class BookCommand implements Callable<Integer> {
  private static final int SCREEN_COLUMNS = 100;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE-OR-URL",
      description = "A file, http(s):// or s3://")
  @Nullable String book;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "audiobooks",
      description = "Where the files go (default: ${DEFAULT-VALUE})")
  Path out;

  @Option(
      names = "--voice",
      paramLabel = "V",
      description = "espeak: a language or voice such as en-gb; elevenlabs: a voice id")
  @Nullable String voice;

  @Option(
      names = "--chapters",
      paramLabel = "1-3",
      description = "Only these, to try a voice or a book")
  @Nullable String chapters;

  @Option(
      names = "--format",
      paramLabel = "offline|gemini",
      defaultValue = "offline",
      description = "Who prepares the text for reading aloud (default: ${DEFAULT-VALUE})")
  String format;

  @Option(
      names = "--speech",
      paramLabel = "espeak|elevenlabs",
      defaultValue = "espeak",
      description = "Who speaks (default: ${DEFAULT-VALUE})")
  String speech;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Chapters spoken at a time (default: one for each processor; elevenlabs: 2)")
  @Nullable Integer parallel;

  @Option(names = "--dry-run", description = "Only count characters and the price; nothing is made")
  boolean dryRun;

  @Option(names = "--force", description = "Make everything again, even what is there")
  boolean force;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the state is kept (default: MILLRACE_DATA, else the account's data folder)")
  @Nullable Path data;

  @Option(names = "--plain", description = "Plain lines even on a terminal")
  boolean plain;

  @Override
  public Integer call() throws InterruptedException {
    Path folder = DataFolder.choose(data, "book");
    Path log = folder.resolve("logs").resolve("book.log");
    try (StopSignal stop = StopSignal.listen(ExitCode.INTERRUPTED)) {
      try {
        return make(folder, log, stop);
      } catch (IOException | RuntimeException e) {
        if (e instanceof ParameterException usage) throw usage;
        boolean startCutOff = stop.isAsked() && stop.isStarting();
        stop.started();
        if (startCutOff) {
          new BookReport(System.out, System.err, command(), log).interrupted();
          return stop.exitCode();
        }
        int code = new EnvironmentTrouble(System.err, folder, log).explain(e);
        stop.exitWith(code);
        return code;
      }
    }
  }

  private int make(Path folder, Path log, StopSignal stop)
      throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    Logging.toFile(log);
    BookOptions options = options(folder);
    var report = new BookReport(System.out, System.err, command(), log);
    var installed = new InstallationOptions(folder, null, null, null, true, System.getenv());
    try (Installation installation =
        Installation.start(installed, stop::await, reason -> stop.end(ExitCode.FAILED, reason))) {
      stop.started();
      installation
          .psqlCommands()
          .forEach(
              line -> LoggerFactory.getLogger(BookCommand.class).info("Look inside: {}", line));
      return new BookRun(installation, options, view(), report, stop, Clock.systemUTC()).toTheEnd();
    }
  }

  private BookOptions options(Path folder) {
    check("--format", format, List.of("offline", "gemini"));
    check("--speech", speech, List.of("espeak", "elevenlabs"));
    if (parallel != null && (parallel < 1 || parallel > 40)) {
      throw usage("--parallel is " + parallel + "; it must be from 1 to 40.");
    }
    try {
      return new BookOptions(
          book == null
              ? BookSource.sample(folder.resolve("sample"), BookParts.SAMPLE_BOOK)
              : BookSource.of(book),
          out,
          format,
          speech,
          voice,
          chapters == null ? null : ChapterRange.parse(chapters),
          dryRun,
          force,
          parallel == null ? defaultParallel() : parallel);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /// The smallest ElevenLabs plan allows two requests at a time (see docs/book.md).
  private int defaultParallel() {
    return speech.equals("elevenlabs")
        ? 2
        : Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 40);
  }

  private void check(String option, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw usage(option + " is '" + value + "'; it must be " + String.join(" or ", allowed) + ".");
    }
  }

  private ParameterException usage(@Nullable String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private RunView view() {
    boolean live =
        !plain
            && !dryRun
            && isTerminal()
            && System.getenv("CI") == null
            && !"dumb".equals(System.getenv("TERM"));
    return live
        ? new RunView.Live(System.out, new Screen(columns()))
        : new RunView.Plain(System.out);
  }

  /// Null is what JDK 25 gives where there is no terminal; JDK 22 to 24, which Error Prone has in
  /// mind, gave a console that said so.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : SCREEN_COLUMNS;
  }

  /// The command line as a shell takes it, to be typed again.
  private String command() {
    var words = new ArrayList<String>();
    words.add("./mill");
    for (String word : spec.commandLine().getParseResult().originalArgs()) words.add(quoted(word));
    if (!words.contains("book")) words.add(1, "book");
    return String.join(" ", words);
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
