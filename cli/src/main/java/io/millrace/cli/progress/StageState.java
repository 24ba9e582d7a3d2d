package io.millrace.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known about one stage. Mutable; belongs to its [Progress].
final class StageState {

  /// Work that took less was found done by an earlier run; it says nothing about today's speed.
  private static final Duration FOUND_DONE_MAX = Duration.ofMillis(300);

  final String name;
  @Nullable Instant started;
  @Nullable Instant ended;
  boolean broken;
  int chapters;
  int failed;
  final BitSet done = new BitSet();
  final SortedMap<Integer, Instant> running = new TreeMap<>();

  /// When the latest chapter ended.
  @Nullable Instant lastEnd;

  private long charactersWorked;

  StageState(String name) {
    this.name = name;
  }

  void start(Instant at) {
    if (started == null) started = at;
    ended = null;
  }

  void startChapter(int chapter, Instant at) {
    running.put(chapter, at);
  }

  void endChapter(int chapter, Instant at, boolean made, long characters) {
    Instant began = running.remove(chapter);
    if (done.get(chapter)) return;
    done.set(chapter);
    if (!made) failed++;
    boolean worked = began == null || Duration.between(began, at).compareTo(FOUND_DONE_MAX) > 0;
    lastEnd = at;
    if (made && worked) charactersWorked += characters;
  }

  /// Characters that were really worked on in this run.
  long charactersWorked() {
    return charactersWorked;
  }

  Duration elapsed(Instant now) {
    if (started == null) return Duration.ZERO;
    Duration elapsed = Duration.between(started, ended == null ? now : ended);
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
