package io.millrace.pipelines.book.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipelines.book.parse.detect.DetectingParser;
import io.millrace.pipelines.book.parse.epub.EpubFile;
import io.millrace.pipelines.book.parse.pdf.PdfSamples;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Times the parser on sizes no novel has, and prints what it found. Runs with -Pslow; give the
/// test JVM -Xmx512m to see that half a gigabyte is enough.
@Tag("slow")
class LargeBooksTest {

  @TempDir private Path folder;

  private static BookText timed(String what, Path file) throws IOException {
    long start = System.nanoTime();
    BookText book = new DetectingParser().parse(file, SourceHint.NONE);
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf(
        "%s: %,d bytes, %,d words, %d chapters in %,d ms (heap limit %,d MB)%n",
        what,
        Files.size(file),
        book.words(),
        book.chapters().size(),
        millis,
        Runtime.getRuntime().maxMemory() >> 20);
    return book;
  }

  @Test
  void aPdfOfAThousandPagesIsRead() throws IOException {
    assertThat(timed("PDF of 1,000 pages", PdfSamples.chapters(folder, 1000)).chapters())
        .hasSize(1000);
  }

  @Test
  void anEpubOfFiftyMegabytesIsRead() throws IOException {
    EpubFile epub = new EpubFile();
    byte[] picture = new byte[1 << 20];
    for (int i = 1; i <= 40; i++) {
      new Random(i).nextBytes(picture);
      epub.entry("OEBPS/" + i + ".jpg", picture.clone());
    }
    addProse(epub, 60, 3500);

    assertThat(timed("EPUB of 50 MB", epub.write(folder)).chapters()).hasSize(60);
  }

  @Test
  void timeGrowsWithSizeAndNotWithItsSquare() throws IOException {
    EpubFile small = new EpubFile();
    EpubFile large = new EpubFile();
    addProse(small, 50, 400);
    addProse(large, 400, 400);
    Path smallFile = small.write(folder);
    Path largeFile = large.write(folder);
    timed("warm-up", smallFile);

    long start = System.nanoTime();
    timed("50 chapters", smallFile);
    long middle = System.nanoTime();
    timed("400 chapters", largeFile);
    long end = System.nanoTime();

    // Eight times the size: a square law would take 64 times as long.
    assertThat((end - middle) / (double) (middle - start)).isLessThan(30);
  }

  /// Words that a ZIP cannot squeeze like a repeated sentence.
  private static void addProse(EpubFile epub, int chapters, int paragraphs) {
    Random random = new Random(1);
    for (int c = 1; c <= chapters; c++) {
      StringBuilder body = new StringBuilder("<h2>Chapter " + c + "</h2>");
      for (int p = 0; p < paragraphs; p++) {
        body.append("<p>");
        for (int w = 0; w < 12; w++) {
          body.append(Long.toString(random.nextLong() & 0xFFFFFFFFFFL, 36)).append(' ');
        }
        body.append("</p>");
      }
      epub.document(c + ".xhtml", "", body.toString());
      epub.toc("Chapter " + c, c + ".xhtml");
    }
  }
}
