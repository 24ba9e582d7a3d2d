package io.millrace.cli.stages.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a demo says: one line that is painted over on a terminal, plain lines elsewhere. Safe for
/// concurrent use.
final class DemoLines {
  private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

  /// Where nothing can be painted over, a line now and then is enough.
  private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private final long begun = System.nanoTime();
  private long lastNanos = begun - PLAIN_EVERY.toNanos();
  private String lastText = "";
  private boolean painted;

  DemoLines(PrintStream out) {
    this.out = out;
    this.terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /// Something that stays.
  synchronized void tell(String line) {
    out.println(stamp() + line);
    out.flush();
    painted = false;
  }

  /// Something that stays, without the time, below a headline.
  synchronized void show(String headline, List<String> lines) {
    out.println(headline);
    lines.forEach(out::println);
    out.flush();
    painted = false;
  }

  /// How things stand now.
  synchronized void progress(String text) {
    var now = System.nanoTime();
    if (text.equals(lastText) || (!terminal && now - lastNanos < PLAIN_EVERY.toNanos())) {
      return;
    }
    lastNanos = now;
    lastText = text;
    out.print((terminal && painted ? UP_AND_CLEAR : "") + stamp() + text + "\n");
    out.flush();
    painted = true;
  }

  private String stamp() {
    var elapsed = Duration.ofNanos(System.nanoTime() - begun);
    return "%3d:%02d  ".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
  }
}
