package io.millrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;

  @Test
  void eventsAreAppendedAsLines() throws IOException {
    LogFiles files = new LogFiles(folder.resolve("logs"));

    files.deliver("/aws/vendedlogs/states/orders", List.of(event("{\"id\":\"1\"}")));
    files.deliver("/aws/vendedlogs/states/orders", List.of(event("{\"id\":\"2\"}")));

    Path file = files.file("/aws/vendedlogs/states/orders");
    assertThat(file.getFileName().toString())
        .matches("aws_vendedlogs_states_orders-[0-9a-f]{12}\\.log");
    assertThat(file).hasContent("{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  }

  @Test
  void largeFilesAreRotatedAndTheOldestGoes() throws IOException {
    LogFiles files = new LogFiles(folder, 1, LogSpace.standard(folder));

    for (int number = 1; number <= 8; number++) {
      files.deliver("g", List.of(event("line " + number)));
    }

    try (var found = Files.list(folder)) {
      assertThat(found.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("g.log", "g.log.1", "g.log.2", "g.log.3", "g.log.4");
    }
    assertThat(folder.resolve("g.log")).hasContent("line 8");
    assertThat(folder.resolve("g.log.4")).hasContent("line 4");
  }

  @Test
  void noNameLeadsOutOfTheFolderOrIsTooLong() {
    LogFiles files = new LogFiles(folder);

    assertThat(files.file("/../../etc/passwd").getParent()).isEqualTo(folder);
    assertThat(files.file("..").getFileName()).hasToString("...log");
    assertThat(files.file("").getParent()).isEqualTo(folder);
    assertThat(files.file("x".repeat(512)).getFileName().toString().length()).isLessThan(240);
    assertThat(files.file("x".repeat(511) + "a")).isNotEqualTo(files.file("x".repeat(511) + "b"));
  }

  @Test
  void noTwoLogGroupsShareAFile() {
    LogFiles files = new LogFiles(folder);
    String likeChanged = files.file("/aws/x").getFileName().toString().replace(".log", "");

    assertThat(
            Stream.of("/aws/x", "aws/x", "aws_x", "/aws_x", "a/b", "a_b", "a-b", "a*b", likeChanged)
                .map(files::file))
        .doesNotHaveDuplicates();
    assertThat(files.file("aws_x").getFileName()).hasToString("aws_x.log");
  }

  @Test
  void halfALineThatAKillLeftStaysOneLine() throws IOException {
    LogFiles files = new LogFiles(folder);
    files.deliver("g", List.of(event("one")));
    Files.writeString(files.file("g"), "{\"id", StandardOpenOption.APPEND);

    files.deliver("g", List.of(event("two"), event("three")));

    assertThat(files.file("g")).hasContent("one\n{\"id\ntwo\nthree\n");
  }

  @Test
  void allGroupsTogetherAreBoundedInNumber() throws IOException {
    LogFiles files = new LogFiles(folder, 1 << 20, new LogSpace(folder, 1 << 20, 3));
    for (int group = 1; group <= 5; group++) {
      files.deliver("g" + group, List.of(event("line")));
      writtenAt(files.file("g" + group), group);
    }

    assertThat(names()).containsExactlyInAnyOrder("g3.log", "g4.log", "g5.log");
  }

  @Test
  void allGroupsTogetherAreBoundedInSize() throws IOException {
    LogFiles files = new LogFiles(folder, 1 << 20, new LogSpace(folder, 1_600, 100));
    Files.writeString(folder.resolve("book.txt"), "x".repeat(5_000));
    for (int i = 1; i <= 40; i++) {
      String group = "g" + i % 4;
      files.deliver(group, List.of(event("x".repeat(99))));
      writtenAt(files.file(group), i);
    }
    files.deliver("g0", List.of(event("x".repeat(99))));

    assertThat(names()).contains("g0.log", "book.txt").hasSizeLessThanOrEqualTo(5);
    long bytes = 0;
    for (String name : names()) {
      bytes += name.equals("book.txt") ? 0 : Files.size(folder.resolve(name));
    }
    assertThat(bytes).isLessThanOrEqualTo(1_700).isPositive();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.map(file -> file.getFileName().toString()).toList();
    }
  }

  /// Files of one test are written within one tick of the file system's clock.
  private static void writtenAt(Path file, int second) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
  }

  private static LogEvent event(String text) {
    return new LogEvent("machine", 0, text);
  }
}
