package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookFolderTest {
  @TempDir Path out;

  @Test
  void aBookComesToItsOwnFolderEachTime() throws IOException {
    Path first = BookFolder.make(out, "Emma", "bk_1");

    assertThat(first).isEqualTo(out.resolve("Emma")).isDirectory();
    assertThat(BookFolder.make(out, "Emma", "bk_1")).isEqualTo(first);
  }

  @Test
  void anotherBookWithTheSameTitleDoesNotOverwriteIt() throws IOException {
    BookFolder.make(out, "Emma", "bk_1");

    assertThat(BookFolder.make(out, "Emma", "bk_2")).isEqualTo(out.resolve("Emma (bk_2)"));
    assertThat(BookFolder.make(out, "Emma", "bk_2")).isEqualTo(out.resolve("Emma (bk_2)"));
    assertThat(BookFolder.make(out, "Emma", "bk_1")).isEqualTo(out.resolve("Emma"));
  }

  @Test
  void aFolderOfSomebodysOwnIsNotWrittenInto() throws IOException {
    Path own = Files.createDirectory(out.resolve("Emma"));
    Files.writeString(own.resolve("notes.txt"), "mine");

    assertThat(BookFolder.make(out, "Emma", "bk_1")).isEqualTo(out.resolve("Emma (bk_1)"));
  }
}
