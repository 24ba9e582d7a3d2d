package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.wiring.Installation;
import io.millrace.cli.wiring.InstallationOptions;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.runtime.machine.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise of the whole project on one book: kill it as often as you like, nothing shows.
@Tag("slow")
class KilledBookTest {
  private static final int KILLS = 20;
  private static final int KILLS_DURING_START = 5;
  private static final int CHAPTERS = 30;
  private static final int WORDS_EACH = 200;

  @TempDir Path folder;

  @Test
  void aBookKilledTwentyTimesEqualsOneLeftAlone() throws Exception {
    assumeTrue(Programs.areThere(), "needs espeak-ng and ffmpeg");
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KilledBookTest: -Dseed=" + seed);
    Path book = WrittenBook.write(folder.resolve("race.html"), CHAPTERS, WORDS_EACH, 1);
    Path calm = folder.resolve("calm");
    Path killed = folder.resolve("killed");

    Instant begun = Instant.now();
    BookProcess undisturbed = BookProcess.start(book, calm, folder.resolve("calm-out"));
    undisturbed.awaitRunning();
    Duration start = Duration.between(begun, Instant.now());
    assertThat(undisturbed.exitCode()).as(undisturbed.output()).isZero();
    Duration work = Duration.between(begun, Instant.now()).minus(start);

    killAgainAndAgain(book, killed, start, work, new Random(seed));
    BookProcess last = BookProcess.start(book, killed, folder.resolve("killed-out"));
    assertThat(last.exitCode()).as(last.output()).isZero();

    assertThat(objects(killed)).isEqualTo(objects(calm)).hasSizeGreaterThan(3 * CHAPTERS);
    assertThat(files(folder.resolve("killed-out"))).isEqualTo(files(folder.resolve("calm-out")));
    List<HistoryEvent> history = onlyHistory(killed);
    LegalHistory.check(history);
    assertThat(spokenAfterSuccess(killed, history)).as("chapters spoken twice").isEmpty();
  }

  /// Some kills hit the start-up and recovery itself, the others the work, spread so that the book
  /// is not finished before the last one.
  private void killAgainAndAgain(Path book, Path data, Duration start, Duration work, Random random)
      throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      BookProcess process = BookProcess.start(book, data, folder.resolve("killed-out"));
      boolean early = kill % (KILLS / KILLS_DURING_START) == 0;
      if (!early) process.awaitRunning();
      Duration wait = early ? start : work.dividedBy(KILLS - KILLS_DURING_START);
      wait = wait.multipliedBy(random.nextInt(1_000)).dividedBy(1_000);
      boolean over = process.endsWithin(wait);
      assertThat(over)
          .as("the process lives until kill %d after %s; output: %s", kill, wait, process.output())
          .isFalse();
      process.kill();
      System.out.printf(
          "  kill %2d %s after %d ms%n",
          kill, early ? "since the process began" : "since the execution ran", wait.toMillis());
    }
  }

  /// Every object by key with a hash of its bytes; the raw object's metadata says when it was
  /// fetched.
  private static Map<String, String> objects(Path data) throws Exception {
    Map<String, String> all = files(data.resolve("objects"));
    all.keySet().removeIf(key -> key.startsWith(".millrace") || key.endsWith("metadata.json"));
    return all;
  }

  private static Map<String, String> files(Path root) throws Exception {
    var found = new TreeMap<String, String>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path file : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        found.put(root.relativize(file).toString(), HexFormat.of().formatHex(hash));
      }
    }
    return found;
  }

  private static List<HistoryEvent> onlyHistory(Path data) {
    var options = new InstallationOptions(data, null, null, null, false, Map.of());
    try (Installation installation = Installation.start(options, _ -> false, _ -> {})) {
      StateMachine machine = installation.machines().list(null, 10).getFirst();
      List<Summary> executions = installation.executions().list(machine.arn(), null, null, 10);
      assertThat(executions).as("every restart goes on with the same execution").hasSize(1);
      var events = new ArrayList<HistoryEvent>();
      List<HistoryEvent> page;
      do {
        page =
            installation
                .executions()
                .history(executions.getFirst().header().arn(), events.size() + 1L, false, 500);
        events.addAll(page);
      } while (!page.isEmpty());
      return events;
    }
  }

  /// Chapters that were spoken later than they had succeeded: by the history's word, or by the
  /// log's, which says `complete` only after the object and its row are stored.
  private static List<String> spokenAfterSuccess(Path data, List<HistoryEvent> history)
      throws IOException {
    Map<String, Long> succeeded = successes(history);
    assertThat(succeeded).hasSize(CHAPTERS);
    var found = new HashSet<String>();
    var spoken = new HashSet<String>();
    var twice = new ArrayList<String>();
    for (Map<String, String> line : spokenLines(data)) {
      String chapter = line.getOrDefault("chapterId", "?");
      found.add(chapter);
      if (!"complete".equals(line.get("outcome"))) continue; // found done
      if (!spoken.add(chapter) || Long.parseLong(line.get("at")) > succeeded.get(chapter)) {
        twice.add(line.toString());
      }
    }
    assertThat(found)
        .as("each success in the history comes from an attempt that logged what it did")
        .isEqualTo(succeeded.keySet());
    // A kill can fall between a row and its line, so that each may hide one.
    assertThat(spoken).as("chapters seen spoken").hasSizeGreaterThanOrEqualTo(CHAPTERS - KILLS);
    return twice;
  }

  /// When each chapter's audio task succeeded, in milliseconds since the epoch.
  private static Map<String, Long> successes(List<HistoryEvent> history) {
    Map<String, Long> succeeded = new HashMap<>();
    for (HistoryEvent event : history) {
      if (event.type() == EventType.TaskSucceeded
          && event.details() instanceof EventDetails.TaskOutput(_, _, var output)) {
        JsonNode payload = output.node().path("Payload");
        if (payload.has("audioS3Key")) {
          succeeded.put(payload.path("chapterId").asText(), event.timestampMillis());
        }
      }
    }
    return succeeded;
  }

  /// What the log says of ended attempts to speak: its key-value pairs, and its time as `at`.
  private static List<Map<String, String>> spokenLines(Path data) throws IOException {
    var json = new ObjectMapper();
    var lines = new ArrayList<Map<String, String>>();
    for (String text : Files.readAllLines(data.resolve("logs/book.log"))) {
      if (!text.contains("\"tts\"") || !text.endsWith("}")) continue; // a kill may cut a line
      JsonNode entry = json.readTree(text);
      Map<String, String> line = new HashMap<>();
      line.put("at", entry.path("timestamp").asText());
      for (JsonNode pair : entry.path("kvpList")) {
        pair.properties().forEach(it -> line.put(it.getKey(), it.getValue().asText()));
      }
      boolean done = List.of("complete", "unchanged").contains(line.getOrDefault("outcome", ""));
      if (done && "tts".equals(line.get("stage"))) lines.add(line);
    }
    return lines;
  }
}
