package io.millrace.pipelines.book.parse.detect;

import static io.millrace.pipelines.book.parse.Prose.paragraph;
import static io.millrace.pipelines.book.parse.Prose.titles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.parse.NotABookException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.UnknownFormatException;
import io.millrace.pipelines.book.parse.epub.EpubFile;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectingParserTest {

  @TempDir private Path folder;

  private BookText parse(byte[] bytes, SourceHint hint) throws IOException {
    return new DetectingParser().parse(Files.write(folder.resolve("download"), bytes), hint);
  }

  @Test
  void theContentTellsTheFormatWhateverTheNameSays() throws IOException {
    Path epub =
        new EpubFile()
            .document("1.xhtml", "", "<h2>Chapter 1</h2><p>" + paragraph("Ann", 20) + "</p>")
            .write(folder);
    String html =
        "\uFEFF <!-- x --><!DOCTYPE html><html><body><h2>Chapter 1</h2><p>"
            + paragraph("Ann", 30)
            + "</p></body></html>";

    assertThat(titles(parse(Files.readAllBytes(epub), SourceHint.ofFileName("book.txt"))))
        .containsExactly("Chapter 1");
    assertThat(
            titles(
                parse(html.getBytes(StandardCharsets.UTF_8), SourceHint.ofFileName("book.epub"))))
        .containsExactly("Chapter 1");
    assertThat(
            titles(
                parse(
                    ("Chapter 1\n\n" + paragraph("Ann", 30)).getBytes(StandardCharsets.UTF_16),
                    SourceHint.NONE)))
        .containsExactly("Chapter 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rar!\u001A\u0007",
        "%!PS-Adobe",
        "{\\rtf1 hello",
        "\u0089PNG\r\n",
        "\u0000\u0001\u0002\u0003\u0004\u0005",
        "<?xml version='1.0'?><FictionBook/>"
      })
  void otherFormatsAreRefusedByName(String start) {
    byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> parse(bytes, SourceHint.ofFileName("book.epub")))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("book.epub");
  }

  @Test
  void anEmptyFileAnErrorPageAndAMissingFileAreToldApart() {
    byte[] page =
        "<html><title>404 Not Found</title><body>nginx</body></html>"
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> parse(new byte[0], SourceHint.NONE))
        .isInstanceOf(EmptyBookException.class);
    assertThatThrownBy(() -> parse(page, SourceHint.ofFileName("book.epub")))
        .isInstanceOf(NotABookException.class);
    assertThatThrownBy(() -> new DetectingParser().parse(folder.resolve("absent"), SourceHint.NONE))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("absent");
  }
}
