package io.millrace.cli.progress;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/// Shows a run while it goes on. Used by one thread.
public sealed interface RunView extends AutoCloseable {
  /// `progress` has taken in this news.
  void tell(StageNews news, Progress progress);

  /// Time has passed.
  void tick(Progress progress, Instant now);

  /// The last picture; nothing is shown after it.
  @Override
  void close();

  /// One line for each piece of news, for logs and pipes.
  record Plain(PrintStream out) implements RunView {
    @Override
    public void tell(StageNews news, Progress progress) {
      PlainLines.line(news, progress).ifPresent(out::println);
    }

    @Override
    public void tick(Progress progress, Instant now) {}

    @Override
    public void close() {}
  }

  /// A picture painted over at each tick, for terminals.
  final class Live implements RunView {
    private final PrintStream out;
    private final Screen screen;
    private List<String> painted = List.of();

    public Live(PrintStream out, Screen screen) {
      this.out = out;
      this.screen = screen;
    }

    @Override
    public void tell(StageNews news, Progress progress) {}

    @Override
    public void tick(Progress progress, Instant now) {
      List<String> lines = screen.lines(progress.stages(now));
      if (lines.equals(painted)) return;
      out.print(Screen.paintOver(painted.size(), lines));
      out.flush();
      painted = lines;
    }

    @Override
    public void close() {
      painted = List.of();
    }
  }
}
