package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Payload;
import io.millrace.cli.progress.StageNews;
import io.millrace.cli.progress.StageNews.ChapterEnded;
import io.millrace.cli.progress.StageNews.ChapterStarted;
import io.millrace.cli.progress.StageNews.ChaptersCounted;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.progress.StageNews.StageStarted;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventDetails.Iteration;
import io.millrace.engine.history.EventDetails.MapStarted;
import io.millrace.engine.history.EventDetails.StateEntered;
import io.millrace.engine.history.EventDetails.StateExited;
import io.millrace.engine.history.EventDetails.TaskFailure;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryNewsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final HistoryNews reader =
      new HistoryNews(Map.of("ScrapeBook", "Scrape", "SpeakChapters", "Speak"));
  private final List<StageNews> news = new ArrayList<>();

  @Test
  void statesThatAreStagesStartAndEnd() {
    event(1, 0, EventType.TaskStateEntered, new StateEntered("ScrapeBook", Payload.EMPTY_OBJECT));
    event(2, 1, EventType.TaskStateExited, exited("ScrapeBook", "{}"));
    event(3, 2, EventType.PassStateEntered, new StateEntered("Settings", Payload.EMPTY_OBJECT));

    assertThat(news)
        .containsExactly(new StageStarted(T0, "Scrape"), new StageEnded(T0, "Scrape", true));
  }

  @Test
  void aStateLeftByItsCatcherIsAStageThatFailed() {
    event(1, 0, EventType.TaskStateEntered, new StateEntered("ScrapeBook", Payload.EMPTY_OBJECT));
    event(2, 1, EventType.TaskFailed, new TaskFailure("lambda", "invoke", "No", "why"));
    event(3, 2, EventType.TaskStateExited, exited("ScrapeBook", "{}"));

    assertThat(news).endsWith(new StageEnded(T0, "Scrape", false));
  }

  @Test
  void iterationsOfAMapAreChapters() {
    mapOfTwo();
    event(5, 3, EventType.MapIterationStarted, new Iteration("SpeakChapters", 1));
    event(
        6, 4, EventType.TaskStateExited, exited("SpeakChapter", "{\"status\":\"audio_complete\"}"));
    event(7, 6, EventType.MapIterationSucceeded, new Iteration("SpeakChapters", 0));

    assertThat(news)
        .containsExactly(
            new StageStarted(T0, "Speak"),
            new ChaptersCounted(T0, "Speak", 2),
            new ChapterStarted(T0, "Speak", 0),
            new ChapterStarted(T0, "Speak", 1),
            new ChapterEnded(T0, "Speak", 0, true));
  }

  @Test
  void anIterationThatEndsWithAFailureRecordIsAFailedChapter() {
    mapOfTwo();
    event(5, 4, EventType.TaskStateExited, exited("ChapterFailed", "{\"status\":\"tts_failed\"}"));
    event(6, 5, EventType.MapIterationSucceeded, new Iteration("SpeakChapters", 0));

    assertThat(news).endsWith(new ChapterEnded(T0, "Speak", 0, false));
  }

  @Test
  void aFailedIterationIsAFailedChapter() {
    mapOfTwo();
    event(5, 4, EventType.MapIterationFailed, new Iteration("SpeakChapters", 0));

    assertThat(news).endsWith(new ChapterEnded(T0, "Speak", 0, false));
  }

  private void mapOfTwo() {
    event(2, 1, EventType.MapStateEntered, new StateEntered("SpeakChapters", Payload.EMPTY_OBJECT));
    event(3, 2, EventType.MapStateStarted, new MapStarted(2));
    event(4, 3, EventType.MapIterationStarted, new Iteration("SpeakChapters", 0));
  }

  private static StateExited exited(String name, String output) {
    return new StateExited(name, Payload.ofText(output), Map.of());
  }

  private void event(long id, long previous, EventType type, EventDetails details) {
    reader
        .read(new HistoryEvent(id, previous, T0.toEpochMilli(), type, details))
        .ifPresent(news::add);
  }
}
