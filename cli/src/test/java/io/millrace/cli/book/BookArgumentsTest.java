package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookArgumentsTest {
  @TempDir Path folder;

  @Test
  void theSameContentIsTheSameBookWhateverItsName() throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "Once upon a time");
    Path two = Files.writeString(folder.resolve("two.txt"), "Once upon a time");
    Path other = Files.writeString(folder.resolve("other.txt"), "Twice upon a time");

    assertThat(BookSource.of(one.toString()).bookId())
        .isEqualTo(BookSource.of(two.toUri().toString()).bookId())
        .isNotEqualTo(BookSource.of(other.toString()).bookId())
        .matches("bk_[0-9a-f]{16}");
  }

  @Test
  void aUrlIsItsOwnIdentity() {
    BookSource source = BookSource.of("https://example.org/book.epub");

    assertThat(source.location()).isEqualTo("https://example.org/book.epub");
    assertThat(source.bookId()).isEqualTo(BookSource.of("https://example.org/book.epub").bookId());
  }

  @Test
  void aFolderWithOneBookFileMeansThatFile() throws IOException {
    Path page = Files.writeString(folder.resolve("46-h.htm"), "<html/>");
    Files.createDirectory(folder.resolve("images"));

    assertThat(BookSource.of(folder.toString()).location()).isEqualTo(page.toString());
  }

  @Test
  void aMissingFileStillHasAnIdUnderWhichItsFailureIsWrittenDown() {
    BookSource source = BookSource.of(folder.resolve("missing.epub").toString());

    assertThat(source.bookId()).matches("bk_[0-9a-f]{16}");
    assertThat(source.location()).endsWith("missing.epub");
  }

  @Test
  void chaptersAreOneNumberOrARange() {
    assertThat(ChapterRange.parse("1-3")).isEqualTo(new ChapterRange(1, 3));
    assertThat(ChapterRange.parse("7")).isEqualTo(new ChapterRange(7, 7)).hasToString("7");
    assertThatThrownBy(() -> ChapterRange.parse("3-1"))
        .hasMessageContaining("smaller number first");
    assertThatThrownBy(() -> ChapterRange.parse("all")).hasMessageContaining("write one number");
  }

  @Test
  void titlesHaveNamesWhereFileNamesAreAscii() {
    assertThat(FileNames.of("L’été à Đà Lạt – “un”", StandardCharsets.US_ASCII))
        .isEqualTo("L'ete a Da Lat - un");
    assertThat(FileNames.of("L’été", StandardCharsets.UTF_8)).isEqualTo("L’été");
    assertThat(FileNames.of("物語 2", StandardCharsets.US_ASCII)).isEqualTo("__ 2");
  }

  @Test
  void titlesBecomeSafeFileNames() {
    assertThat(FileNames.of("A/B: \"What?\"")).isEqualTo("A B What");
    assertThat(FileNames.of("../../etc/passwd")).isEqualTo("etc passwd");
    assertThat(FileNames.of("…")).isEqualTo("…");
    assertThat(FileNames.of(" . ")).isEqualTo("book");
    assertThat(FileNames.of("Cơm thầy cơm cô ".repeat(20)).getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(120);
  }
}
