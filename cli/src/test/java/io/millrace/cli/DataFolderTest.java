package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {
  @Test
  void theOptionComesFirst() {
    assertThat(DataFolder.choose(Path.of("/d"), "book", Map.of("MILLRACE_DATA", "/e"), false))
        .isEqualTo(Path.of("/d"));
  }

  @Test
  void theVariableGivesEachProgramItsOwnFolder() {
    assertThat(DataFolder.choose(null, "book", Map.of("MILLRACE_DATA", "/e"), true))
        .isEqualTo(Path.of("/e/book"));
  }

  @Test
  void rootKeepsDataWherePostgresMayGo() {
    assertThat(DataFolder.choose(null, "server", Map.of(), true))
        .isEqualTo(Path.of("/var/lib/millrace/server"));
  }

  @Test
  void everybodyElseFollowsTheirDesktop() {
    assertThat(DataFolder.choose(null, "book", Map.of("XDG_DATA_HOME", "/x"), false))
        .isEqualTo(Path.of("/x/millrace/book"));
    assertThat(DataFolder.choose(null, "book", Map.of(), false).toString())
        .endsWith(".local/share/millrace/book");
  }
}
