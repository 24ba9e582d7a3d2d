package io.millrace.pipelines.book.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.millrace.pipelines.book.parse.detect.DetectingParser;
import io.millrace.pipelines.book.parse.epub.EpubFile;
import io.millrace.pipelines.book.parse.pdf.PdfSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damage of every kind ends in a book or in a named refusal, and soon. Seeded, so that a failure
/// can be repeated.
class RobustnessTest {

  private static final int MUTATIONS = 150;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private byte[] epub() throws IOException {
    String text = "<p>" + Prose.paragraph("Ann", 20) + "</p>";
    return Files.readAllBytes(
        new EpubFile()
            .document("1.xhtml", "", "<h2 id='a'>Chapter 1</h2>" + text)
            .document("2.xhtml", "", "<h2>Chapter 2</h2>" + text)
            .toc("Chapter 1", "1.xhtml#a")
            .toc("Chapter 2", "2.xhtml")
            .write(folder));
  }

  private static byte[] html() {
    return ("<!DOCTYPE html><html><body><h2>Chapter 1</h2><p>"
            + Prose.paragraph("Ann", 9)
            + "</p></body></html>")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] plain() {
    return ("CHAPTER I\n\n"
            + Prose.paragraph("Ann", 9)
            + "\n\n\nCHAPTER II\n\n"
            + Prose.paragraph("Ben", 9))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void truncatedFilesEndInABookOrANamedRefusal() throws IOException {
    for (byte[] whole : new byte[][] {epub(), PdfSamples.twoChapters(folder), html(), plain()}) {
      for (int part = 0; part < 40; part++) {
        readOrRefuse(Arrays.copyOf(whole, whole.length * part / 40), "cut to " + part + "/40");
      }
    }
  }

  @Test
  void overwrittenBytesEndInABookOrANamedRefusal() throws IOException {
    Random random = new Random(20261123);
    for (byte[] whole : new byte[][] {epub(), PdfSamples.twoChapters(folder), html(), plain()}) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] damaged = whole.clone();
        int strokes = 1 + random.nextInt(20);
        for (int j = 0; j < strokes; j++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        readOrRefuse(damaged, "mutation " + i);
      }
    }
  }

  @Test
  void swappedAndRepeatedStretchesEndInABookOrANamedRefusal() throws IOException {
    Random random = new Random(7);
    for (byte[] whole : new byte[][] {epub(), PdfSamples.twoChapters(folder), html()}) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] damaged = whole.clone();
        int length = 1 + random.nextInt(damaged.length / 4);
        int from = random.nextInt(damaged.length - length);
        int to = random.nextInt(damaged.length - length);
        System.arraycopy(whole, from, damaged, to, length);
        readOrRefuse(damaged, "swap " + i);
      }
    }
  }

  private void readOrRefuse(byte[] bytes, String how) throws IOException {
    Path file = Files.write(folder.resolve("damaged"), bytes);
    assertTimeoutPreemptively(
        SOON,
        () -> {
          try {
            assertThat(new DetectingParser().parse(file, SourceHint.ofFileName("book")).chapters())
                .isNotEmpty();
          } catch (UnreadableBookException refused) {
            assertThat(refused).hasMessageContaining("book").hasMessageEndingWith(".");
          }
        },
        how);
  }

  @Test
  void whatIsMadeOfNothingButMarksIsRefusedBeforeItFillsTheMemory() throws IOException {
    for (String part : new String[] {"<b>", "a\n"}) {
      String start = part.startsWith("<") ? "<!DOCTYPE html><html><body>" : "CHAPTER I\n\n";
      Path file = Files.writeString(folder.resolve("marks"), start + part.repeat(1_600_000));

      assertThatThrownBy(() -> new DetectingParser().parse(file, SourceHint.ofFileName("marks")))
          .isInstanceOf(UnknownFormatException.class)
          .hasMessageContaining("no book has more than 1,500,000");
    }
  }

  @Test
  void aMissingFileIsNoFaultOfTheBook() {
    assertThatThrownBy(
            () -> new DetectingParser().parse(folder.resolve("absent.epub"), SourceHint.NONE))
        .isNotInstanceOf(UnreadableBookException.class);
  }
}
