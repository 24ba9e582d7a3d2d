package io.millrace.pipelines.book.parse.pdf;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/// Collects a page's glyphs through PDFBox's interpreter and leaves its line building unused. One
/// reader reads one document, on one thread.
final class GlyphReader extends PDFTextStripper {

  /// A page of a dense newspaper has 30,000; more is no page to read aloud, and is cut here to
  /// bound the memory.
  private static final int MOST_GLYPHS = 100_000;

  private static final Pattern BOLD_NAME =
      Pattern.compile(".*(?:bold|black|heavy|demi|cmbx|-bd).*", Pattern.CASE_INSENSITIVE);
  private static final float BOLD_WEIGHT = 600;

  private List<Glyph> glyphs = new ArrayList<>();

  GlyphReader() throws IOException {
    setSuppressDuplicateOverlappingText(true);
  }

  /// The glyphs of a page, counted from 0, in the order they are drawn.
  List<Glyph> read(PDDocument document, int page) throws IOException {
    glyphs = new ArrayList<>();
    setStartPage(page + 1);
    setEndPage(page + 1);
    writeText(document, Writer.nullWriter());
    return glyphs;
  }

  @Override
  protected void processTextPosition(TextPosition position) {
    String text = position.getUnicode();
    boolean upright = Math.abs(position.getDir()) < 1;
    if (text != null && upright && glyphs.size() < MOST_GLYPHS) {
      float size = Math.max(position.getFontSizeInPt(), 1);
      glyphs.add(
          new Glyph(
              text,
              position.getXDirAdj(),
              position.getYDirAdj(),
              position.getWidthDirAdj(),
              size,
              isBold(position.getFont())));
    }
  }

  private static boolean isBold(PDFont font) {
    if (font == null) {
      return false;
    }
    PDFontDescriptor descriptor = font.getFontDescriptor();
    boolean heavy =
        descriptor != null
            && (descriptor.isForceBold() || descriptor.getFontWeight() >= BOLD_WEIGHT);
    return heavy || (font.getName() != null && BOLD_NAME.matcher(font.getName()).matches());
  }
}
