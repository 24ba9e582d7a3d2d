package io.millrace.cli.progress;

import io.millrace.cli.progress.StageNews.ChapterEnded;
import io.millrace.cli.progress.StageNews.ChapterStarted;
import io.millrace.cli.progress.StageNews.ChaptersCounted;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.progress.StageNews.StageStarted;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Says news in one line each, for logs and pipes, where nothing can be painted over.
public final class PlainLines {
  private PlainLines() {}

  /// The line for `news`, which `progress` has already taken in; empty when it is not worth one.
  public static Optional<String> line(StageNews news, Progress progress) {
    return switch (news) {
      case StageStarted(_, String stage) -> Optional.of(stage + " …");
      case ChaptersCounted(_, String stage, int chapters) ->
          Optional.of(stage + ": " + chapters + (chapters == 1 ? " chapter" : " chapters"));
      case ChapterStarted _ -> Optional.empty();
      case ChapterEnded ended -> Optional.of(chapter(ended, progress));
      case StageEnded(var at, String stage, boolean made) -> {
        StageView view = progress.stage(stage, at);
        yield view == null
            ? Optional.empty()
            : Optional.of(
                stage + (made ? " done in " : " FAILED after ") + Durations.spoken(view.elapsed()));
      }
    };
  }

  private static String chapter(ChapterEnded ended, Progress progress) {
    StageView view = progress.stage(ended.stage(), ended.at());
    if (view == null) return ended.stage();
    Duration remaining = view.remaining();
    return String.format(
        Locale.ROOT,
        "%s: %d of %d (%d %%)%s, %s%s",
        ended.stage(),
        view.done(),
        view.chapters(),
        (int) (view.share() * 100),
        remaining == null || remaining.isZero()
            ? ""
            : ", about " + Durations.clock(remaining) + " left",
        progress.title(ended.chapter()),
        ended.made() ? "" : " FAILED");
  }
}
