package io.millrace.cli.progress;

import io.millrace.cli.progress.StageNews.ChapterEnded;
import io.millrace.cli.progress.StageNews.ChapterStarted;
import io.millrace.cli.progress.StageNews.ChaptersCounted;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.progress.StageNews.StageStarted;
import io.millrace.cli.progress.StageView.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The picture of a run, built from its news. Not thread-safe: one thread applies and looks.
public final class Progress {
  private final SequencedMap<String, StageState> stages = new LinkedHashMap<>();
  private List<Chapter> chapters = List.of();

  /// A picture of these stages, in the order in which they run.
  public Progress(List<String> stageNames) {
    stageNames.forEach(name -> stages.put(name, new StageState(name)));
  }

  /// Tells titles and lengths, once the book is parsed; without them chapters count as equal.
  public void chaptersAre(List<Chapter> known) {
    chapters = List.copyOf(known);
  }

  /// Takes one piece of news in; news of a stage that is not shown changes nothing.
  public void apply(StageNews news) {
    switch (news) {
      case StageStarted(Instant at, String stage) -> with(stage, it -> it.start(at));
      case ChaptersCounted(_, String stage, int count) -> with(stage, it -> it.chapters = count);
      case ChapterStarted(Instant at, String stage, int chapter) ->
          with(stage, it -> it.startChapter(chapter, at));
      case ChapterEnded(Instant at, String stage, int chapter, boolean made) ->
          with(stage, it -> it.endChapter(chapter, at, made, characters(chapter)));
      case StageEnded(Instant at, String stage, boolean made) ->
          with(
              stage,
              it -> {
                it.ended = at;
                it.broken = !made;
                it.running.clear();
              });
    }
  }

  private void with(String stage, Consumer<StageState> change) {
    StageState state = stages.get(stage);
    if (state != null) change.accept(state);
  }

  /// All stages as they stand at `now`.
  public List<StageView> stages(Instant now) {
    return stages.values().stream().map(state -> view(state, now)).toList();
  }

  /// One stage as it stands at `now`, or null when there is none with this name.
  public @Nullable StageView stage(String name, Instant now) {
    StageState state = stages.get(name);
    return state == null ? null : view(state, now);
  }

  /// How long each stage took that has ended, in order.
  public Map<String, Duration> durations(Instant now) {
    var durations = new LinkedHashMap<String, Duration>();
    for (StageState state : stages.values()) {
      if (phase(state) == Phase.ENDED) durations.put(state.name, state.elapsed(now));
    }
    return durations;
  }

  /// The title of a chapter, or its number while titles are unknown.
  public String title(int chapter) {
    return chapter < chapters.size() ? chapters.get(chapter).title() : "chapter " + (chapter + 1);
  }

  private StageView view(StageState state, Instant now) {
    Phase phase = phase(state);
    long all = charactersUpTo(state.chapters);
    long done = state.done.stream().mapToLong(this::characters).sum();
    double share = phase == Phase.ENDED ? 1 : all == 0 ? 0 : Math.min(1, (double) done / all);
    return new StageView(
        state.name,
        phase,
        state.chapters,
        state.done.cardinality(),
        state.failed,
        share,
        state.elapsed(now),
        phase == Phase.RUNNING ? remaining(state, all - done, now) : null,
        state.running.keySet().stream().map(this::title).toList());
  }

  private static Phase phase(StageState state) {
    if (state.started == null) return Phase.WAITING;
    if (state.ended == null) return Phase.RUNNING;
    return state.broken ? Phase.BROKEN : Phase.ENDED;
  }

  /// What is left divided by today's speed. Chapters in work count as not begun, so the estimate is
  /// a little long rather than short; the time they have already taken is deducted.
  private @Nullable Duration remaining(StageState state, long charactersLeft, Instant now) {
    if (state.charactersWorked() == 0 || state.started == null) return null;
    Instant lastEnd = state.lastEnd == null ? now : state.lastEnd;
    double millisPerCharacter =
        Math.max(1, Duration.between(state.started, lastEnd).toMillis())
            / (double) state.charactersWorked();
    long millis = Math.round(charactersLeft * millisPerCharacter);
    millis -= Duration.between(lastEnd, now).toMillis();
    return Duration.ofMillis(Math.max(0, millis));
  }

  private long characters(int chapter) {
    return chapter < chapters.size() ? chapters.get(chapter).characters() : 1;
  }

  private long charactersUpTo(int count) {
    long sum = 0;
    for (int chapter = 0; chapter < count; chapter++) sum += characters(chapter);
    return sum;
  }
}
