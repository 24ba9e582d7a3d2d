package io.millrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;

  @Test
  void eventsAreAppendedAsLines() throws IOException {
    LogFiles files = new LogFiles(folder.resolve("logs"));

    files.deliver("/aws/vendedlogs/states/orders", List.of(event("{\"id\":\"1\"}")));
    files.deliver("/aws/vendedlogs/states/orders", List.of(event("{\"id\":\"2\"}")));

    assertThat(folder.resolve("logs/aws_vendedlogs_states_orders.log"))
        .hasContent("{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  }

  @Test
  void largeFilesAreRotatedAndTheOldestGoes() throws IOException {
    LogFiles files = new LogFiles(folder, 1);

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
    assertThat(files.file("x".repeat(512)).getFileName().toString().length()).isLessThan(240);
    assertThat(files.file("x".repeat(511) + "a")).isNotEqualTo(files.file("x".repeat(511) + "b"));
  }

  private static LogEvent event(String text) {
    return new LogEvent("machine", 0, text);
  }
}
