package io.millrace.pipelines.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.detect.DetectingParser;
import io.millrace.pipelines.book.text.ChapterText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleBookTest {
  private static final String RESOURCE = "/sample/sample.epub";
  private static final Path SOURCE = Path.of("src/sample");

  @TempDir private Path folder;

  @Test
  void theSampleIsThreeShortChaptersAndNothingElse() throws IOException {
    var file = folder.resolve("sample.epub");
    try (var in = SampleBookTest.class.getResourceAsStream(RESOURCE)) {
      assertThat(in).isNotNull();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }

    var book = new DetectingParser().parse(file, SourceHint.ofFileName("sample.epub"));

    assertThat(book.metadata().title()).isEqualTo("The Night Wheel");
    assertThat(book.chapters())
        .extracting(ChapterText::title)
        .containsExactly("The Stopped Water", "A Lamp Upstream", "What the Wheel Remembered");
    assertThat(book.words()).isBetween(800L, 950L);
  }

  @Test
  void theEpubHoldsExactlyItsSource() throws IOException {
    var packed = new TreeMap<String, byte[]>();
    try (var in = SampleBookTest.class.getResourceAsStream(RESOURCE);
        var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        packed.put(entry.getName(), zip.readAllBytes());
      }
    }

    try (var files = Files.walk(SOURCE)) {
      var sources =
          files
              .filter(Files::isRegularFile)
              .map(file -> SOURCE.relativize(file).toString().replace('\\', '/'))
              .toList();
      assertThat(packed.keySet()).containsExactlyInAnyOrderElementsOf(sources);
    }
    for (var entry : packed.entrySet()) {
      assertThat(entry.getValue())
          .as(entry.getKey())
          .isEqualTo(Files.readAllBytes(SOURCE.resolve(entry.getKey())));
    }
  }
}
