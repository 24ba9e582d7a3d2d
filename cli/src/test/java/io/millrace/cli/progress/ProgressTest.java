package io.millrace.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.progress.StageNews.ChapterEnded;
import io.millrace.cli.progress.StageNews.ChapterStarted;
import io.millrace.cli.progress.StageNews.ChaptersCounted;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.progress.StageNews.StageStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final Progress progress = new Progress(List.of("Parse", "Speak", "Assemble"));
  private final List<String> plain = new ArrayList<>();

  @Test
  void aFreshRunShowsStagesThatWait() {
    assertThat(screen(0)).containsExactly("    Parse", "    Speak", "    Assemble");
  }

  @Test
  void aRunningChapterStageShowsBarTimeAndTitles() {
    speakingFourChapters();
    tell(new ChapterEnded(at(30), "Speak", 0, true));

    assertThat(screen(40))
        .containsExactly(
            "  ✓ Parse     2.0 s",
            "  ▸ Speak     1 of 4 chapters  ██████░░░░░░░░░░░░░░░░░░  25 %  0:40, about 1:20 left",
            "      Two",
            "    Assemble");
  }

  @Test
  void theTimeLeftFollowsCharactersNotChapters() {
    progress.chaptersAre(List.of(new Chapter("Short", 100), new Chapter("Long", 900)));
    tell(new StageStarted(at(0), "Speak"));
    tell(new ChaptersCounted(at(0), "Speak", 2));
    tell(new ChapterStarted(at(0), "Speak", 0));
    tell(new ChapterEnded(at(10), "Speak", 0, true));

    assertThat(speak(10).share()).isEqualTo(0.1);
    assertThat(speak(10).remaining()).isEqualTo(Duration.ofSeconds(90));
    assertThat(speak(20).remaining())
        .as("counts down between chapters")
        .isEqualTo(Duration.ofSeconds(80));
  }

  @Test
  void chaptersFoundDoneSayNothingAboutSpeed() {
    speakingFourChapters();
    tell(new ChapterEnded(T0.plusMillis(100), "Speak", 0, true));

    assertThat(speak(1).done()).isEqualTo(1);
    assertThat(speak(1).remaining()).as("no chapter was really spoken yet").isNull();
  }

  @Test
  void aFailedChapterIsCountedAndTheRestGoesOn() {
    speakingFourChapters();
    tell(new ChapterEnded(at(5), "Speak", 1, false));
    tell(new StageEnded(at(9), "Speak", true));

    assertThat(screen(10)).contains("  ! Speak     1 of 4 chapters, 1 failed  9.0 s");
    assertThat(plain).contains("Speak: 1 of 4 (25 %), Two FAILED");
  }

  @Test
  void plainLinesTellTheStory() {
    speakingFourChapters();
    tell(new ChapterEnded(at(30), "Speak", 0, true));

    assertThat(plain)
        .containsExactly(
            "Parse …",
            "Parse done in 2.0 s",
            "Speak …",
            "Speak: 4 chapters",
            "Speak: 1 of 4 (25 %), about 1:30 left, One");
  }

  @Test
  void aStageThatBreaksIsNotCalledDone() {
    tell(new StageStarted(at(0), "Parse"));
    tell(new StageEnded(at(3), "Parse", false));

    assertThat(screen(9)).contains("  ✗ Parse     3.0 s");
    assertThat(plain).containsExactly("Parse …", "Parse FAILED after 3.0 s");
    assertThat(progress.durations(at(9))).isEmpty();
  }

  @Test
  void aChapterReportedTwiceCountsOnce() {
    speakingFourChapters();
    tell(new ChapterEnded(at(3), "Speak", 0, true));
    tell(new ChapterEnded(at(3), "Speak", 0, true));

    assertThat(speak(3).done()).isEqualTo(1);
  }

  @Test
  void linesAreCutToTheTerminal() {
    speakingFourChapters();

    assertThat(new Screen(20).lines(progress.stages(at(1)))).allMatch(line -> line.length() <= 20);
  }

  @Test
  void paintingOverClearsExactlyWhatStoodThere() {
    assertThat(Screen.paintOver(2, List.of("a", "b")))
        .isEqualTo("\u001b[1A\u001b[2K\u001b[1A\u001b[2Ka\nb\n");
  }

  @Test
  void durationsReadNaturally() {
    assertThat(Durations.spoken(Duration.ofMillis(9_960))).isEqualTo("9.9 s");
    assertThat(Durations.spoken(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Durations.spoken(Duration.ofSeconds(187))).isEqualTo("3:07");
    assertThat(Durations.clock(Duration.ofSeconds(3753))).isEqualTo("1:02:33");
  }

  private void speakingFourChapters() {
    progress.chaptersAre(
        List.of(
            new Chapter("One", 50),
            new Chapter("Two", 50),
            new Chapter("Three", 50),
            new Chapter("Four", 50)));
    tell(new StageStarted(at(-2), "Parse"));
    tell(new StageEnded(at(0), "Parse", true));
    tell(new StageStarted(at(0), "Speak"));
    tell(new ChaptersCounted(at(0), "Speak", 4));
    tell(new ChapterStarted(at(0), "Speak", 0));
    tell(new ChapterStarted(at(0), "Speak", 1));
  }

  private void tell(StageNews news) {
    progress.apply(news);
    PlainLines.line(news, progress).ifPresent(plain::add);
  }

  private StageView speak(int second) {
    return Objects.requireNonNull(progress.stage("Speak", at(second)));
  }

  private List<String> screen(int second) {
    return new Screen(100).lines(progress.stages(at(second)));
  }

  private static Instant at(int second) {
    return T0.plusSeconds(second);
  }
}
