package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.Prose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// PDFs for tests of other packages.
public final class PdfSamples {

  private PdfSamples() {}

  public static byte[] twoChapters(Path folder) throws IOException {
    return Files.readAllBytes(chapters(folder, 2));
  }

  /// One page a chapter.
  public static Path chapters(Path folder, int count) {
    PdfPages pages = new PdfPages();
    for (int i = 1; i <= count; i++) {
      pages
          .page()
          .heading("Chapter " + i, 100)
          .bookmark("Chapter " + i, 100)
          .paragraph(Prose.paragraph("Ann" + i, 45), 72, 140, 90);
    }
    return pages.write(folder);
  }
}
