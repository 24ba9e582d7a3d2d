package io.millrace.pipelines.book.format;

import io.millrace.pipelines.book.format.reading.Reader;
import io.millrace.pipelines.book.format.reading.Typography;
import io.millrace.pipelines.book.text.TextBlock;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Formats by rules, without any service: same chapter, same text. It keeps every word of the book;
/// only figures, abbreviations and signs become words, and what is not spoken goes. Thread-safe.
///
/// Option `announcePart`: `true` reads the part's heading before the chapter's.
public final class OfflineFormatter implements ChapterFormatter {

  public static final String ID = "offline";

  /// Raise it when this class reads a text aloud in other words for the same input, so that
  /// chapters are made anew.
  public static final String GENERATION = "1";

  private static final Pattern LINE_WITHOUT_PAUSE =
      Pattern.compile("(?m)(?<=[\\p{L}\\p{N}])$(?=\\n)");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public FormattedText format(FormatRequest request) {
    var text = new StringBuilder(announcement(request));
    var body = body(request.chapter().blocks(), request.language());
    if (!text.isEmpty() && !body.isEmpty()) {
      text.append(FormattedText.LONG_PAUSE);
    }
    return new FormattedText(text.append(body).append('\n').toString(), List.of(), 1, 0);
  }

  /// The chapter's heading as it is read out; empty when it has none or none is wanted.
  String announcement(FormatRequest request) {
    if (!request.announces()) {
      return "";
    }
    var announcement = new Announcement(Reader.of(request.language()), request.language());
    var chapter = request.chapter();
    var heading =
        announcement.read(chapter.heading() == null ? chapter.title() : chapter.heading());
    var part = chapter.part();
    if (part == null || !"true".equals(request.options().get("announcePart"))) {
      return heading;
    }
    return (announcement.read(part) + FormattedText.LONG_PAUSE + heading).strip();
  }

  /// The blocks, one paragraph each.
  String body(List<TextBlock> blocks, Locale language) {
    var reader = Reader.of(language);
    var headings = new Announcement(reader, language);
    var out = new StringBuilder();
    boolean longPause = false;
    for (var block : blocks) {
      var text = read(block, reader, headings);
      if (Typography.isOnlySigns(text)) {
        longPause |= block.kind() == TextBlock.Kind.SCENE_BREAK || !block.text().isBlank();
        continue;
      }
      if (!out.isEmpty()) {
        out.append(longPause ? FormattedText.LONG_PAUSE : "\n\n");
      }
      out.append(text);
      longPause = false;
    }
    return out.toString();
  }

  private static String read(TextBlock block, Reader reader, Announcement headings) {
    return switch (block.kind()) {
      case PARAGRAPH, QUOTE -> paragraph(block.text().replace('\n', ' '), reader);
      case VERSE -> LINE_WITHOUT_PAUSE.matcher(paragraph(block.text(), reader)).replaceAll(",");
      case HEADING -> headings.read(block.text());
      case SCENE_BREAK -> "";
    };
  }

  private static String paragraph(String text, Reader reader) {
    return reader.read(Typography.normalise(text)).strip();
  }
}
