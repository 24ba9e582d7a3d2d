package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a person uses it, in processes of its own.
class BookCommandTest {
  @TempDir Path folder;

  @Test
  void aBookBecomesFilesAndASecondRunFindsItsWorkDone() throws Exception {
    assumeTrue(Programs.areThere(), "needs espeak-ng and ffmpeg");
    Path book = WrittenBook.write(folder.resolve("race.html"), 3, 40, 1);

    BookProcess first = BookProcess.start(book, folder.resolve("data"), folder.resolve("out"));
    assertThat(first.exitCode()).as(first.output()).isEqualTo(ExitCode.OK);

    List<String> files = names(folder.resolve("out/The Long Race"));
    assertThat(files)
        .hasSize(4)
        .contains("The Long Race.m4b")
        .anyMatch(name -> name.startsWith("03 "));
    assertThat(first.output()).contains("Speak: 3 of 3 (100 %)", "Assemble done in", "in all");
    assertThat(spoken()).isEqualTo(3);

    BookProcess second = BookProcess.start(book, folder.resolve("data"), folder.resolve("again"));
    assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCode.OK);

    assertThat(names(folder.resolve("again/The Long Race"))).isEqualTo(files);
    assertThat(spoken()).as("chapters spoken by both runs together").isEqualTo(3);
  }

  @Test
  void whatIsNoBookFailsWithOneParagraphThatSaysWhatToDo() throws Exception {
    Path page = Files.writeString(folder.resolve("empty.epub"), "");

    BookProcess run = BookProcess.start(page, folder.resolve("data"), folder.resolve("out"));

    assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.FAILED);
    assertThat(run.output())
        .contains("The book could not be made.", "empty")
        .doesNotContain("\tat ");
  }

  @Test
  void aStoppedRunSaysHowToGoOnAndGoesOn() throws Exception {
    assumeTrue(Programs.areThere(), "needs espeak-ng and ffmpeg");
    Path book = WrittenBook.write(folder.resolve("race.html"), 4, 250, 1);
    Path data = folder.resolve("data");

    BookProcess stopped = BookProcess.start(book, data, folder.resolve("out"));
    stopped.awaitRunning();
    stopped.terminate();
    assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(stopped.output()).contains("the same command goes on from here", "./mill book ");

    BookProcess resumed = BookProcess.start(book, data, folder.resolve("out"));
    assertThat(resumed.exitCode()).as(resumed.output()).isEqualTo(ExitCode.OK);
    assertThat(resumed.output()).contains("Going on with ");
    assertThat(names(folder.resolve("out/The Long Race"))).hasSize(5);
  }

  @Test
  void aSignalDuringTheStartIsHeardAtOnceAndHarmsNothing() throws Exception {
    Path book = Files.writeString(folder.resolve("empty.epub"), "");
    Path data = Files.createDirectory(folder.resolve("data"));
    BookProcess stopped;
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      data.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      stopped = BookProcess.start(book, data, folder.resolve("out"));
      while (!Files.exists(data.resolve("postgres"))) watch.take().reset();
    }
    stopped.terminate();

    assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(stopped.output())
        .contains("the same command goes on from here")
        .doesNotContain("Making an audiobook", "mill: ");

    BookProcess next = BookProcess.start(book, data, folder.resolve("out"));
    assertThat(next.exitCode()).as(next.output()).isEqualTo(ExitCode.FAILED);
    assertThat(next.output()).contains("The book could not be made.");
  }

  private long spoken() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("data/logs/book.log"))) {
      return lines
          .filter(line -> line.contains("{\"stage\":\"tts\"}"))
          .filter(line -> line.contains("{\"outcome\":\"complete\"}"))
          .count();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(BookFolder.MARK))
          .sorted()
          .toList();
    }
  }
}
