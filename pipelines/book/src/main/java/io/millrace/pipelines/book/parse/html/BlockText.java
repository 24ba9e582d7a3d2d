package io.millrace.pipelines.book.parse.html;

import io.millrace.pipelines.book.parse.outline.HeadingLabel;
import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.parse.outline.Titles;
import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.TextBlock.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/// Collects the text of one block element and says what kind of block it is. Used by one flow.
final class BlockText {

  static final Piece SCENE_BREAK = new Piece.Block(new TextBlock(Kind.SCENE_BREAK, ""));

  private static final Pattern ORNAMENT = Pattern.compile("^[\\s*•·.~#_=—–+⁂❦☙✦◆-]+$");
  private static final int LONGEST_DISPLAY = 120;
  private static final int LONGEST_VERSE_LINE = 80;

  private final StringBuilder buffer = new StringBuilder();
  private int letters;
  private int boldLetters;
  private int bold;
  private int quotes;
  private int verses;
  private int displays;
  private int pres;

  void begin(Element element) {
    quotes += element.normalName().equals("blockquote") ? 1 : 0;
    verses += Markup.isVerse(element) ? 1 : 0;
    displays += isDisplay(element) ? 1 : 0;
    pres += element.normalName().equals("pre") ? 1 : 0;
  }

  void end(Element element) {
    quotes -= element.normalName().equals("blockquote") ? 1 : 0;
    verses -= Markup.isVerse(element) ? 1 : 0;
    displays -= isDisplay(element) ? 1 : 0;
    pres -= element.normalName().equals("pre") ? 1 : 0;
  }

  /// A whole chapter in a centred or "chapter" container is not all headings: only the innermost
  /// blocks count.
  private static boolean isDisplay(Element element) {
    return Markup.isDisplayed(element)
        && element.select("p, div, blockquote, h1, h2, h3").size() <= 1;
  }

  boolean isBold(Element element) {
    return switch (element.normalName()) {
      case "b", "strong" -> true;
      default -> false;
    };
  }

  void boldBegins() {
    bold++;
  }

  void boldEnds() {
    bold--;
  }

  void append(String text) {
    int before = buffer.length();
    buffer.append(pres > 0 ? text : text.replace('\n', ' ').replace('\r', ' '));
    for (int i = before; i < buffer.length(); i++) {
      if (Character.isLetterOrDigit(buffer.charAt(i))) {
        letters++;
        boldLetters += bold > 0 ? 1 : 0;
      }
    }
  }

  void lineBreak() {
    buffer.append('\n');
  }

  boolean isBlank() {
    return letters == 0;
  }

  List<Piece> heading(int rank, boolean afterPicture) {
    String line = Titles.oneLine(buffer.toString());
    clear();
    return line.codePoints().anyMatch(Character::isLetterOrDigit)
        ? List.of(new Piece.Heading(line, rank, afterPicture))
        : List.of();
  }

  List<Piece> take(Element owner) {
    List<String> lines = new ArrayList<>();
    for (String line : buffer.toString().split("\n", -1)) {
      lines.add(Titles.oneLine(line));
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    boolean allBold = letters > 0 && boldLetters == letters;
    clear();
    String all = String.join(" ", lines).strip();
    if (all.isEmpty()) {
      return List.of();
    }
    if (ORNAMENT.matcher(all).matches()) {
      return List.of(SCENE_BREAK);
    }
    if (isHeading(all, allBold, owner)) {
      return List.of(new Piece.Heading(Titles.oneLine(all), Piece.Heading.WEAK, false));
    }
    return blocks(lines);
  }

  private boolean isHeading(String text, boolean allBold, Element owner) {
    if (text.length() > LONGEST_DISPLAY
        || quotes > 0
        || verses > 0
        || pres > 0
        || owner.normalName().equals("li")) {
      return false;
    }
    HeadingLabel label = HeadingLabel.of(text, false);
    boolean labelled =
        label != null && label.kind() != HeadingLabel.Kind.BARE && text.length() < 80;
    return displays > 0 || allBold || labelled;
  }

  /// Lines of verse stay together; lines that are paragraphs in all but name (long ones with line
  /// breaks between) become paragraphs. An empty line parts stanzas.
  private List<Piece> blocks(List<String> lines) {
    boolean verse =
        pres > 0
            || (lines.size() > 1
                && lines.stream().allMatch(line -> line.length() <= LONGEST_VERSE_LINE));
    Kind kind = verses > 0 || verse ? Kind.VERSE : quotes > 0 ? Kind.QUOTE : Kind.PARAGRAPH;
    List<Piece> blocks = new ArrayList<>();
    List<String> stanza = new ArrayList<>();
    for (String line : lines) {
      boolean ends = line.isEmpty() || (kind != Kind.VERSE && !stanza.isEmpty());
      if (ends && !stanza.isEmpty()) {
        blocks.add(block(kind, stanza));
        stanza.clear();
      }
      if (!line.isEmpty()) {
        stanza.add(line);
      }
    }
    if (!stanza.isEmpty()) {
      blocks.add(block(kind, stanza));
    }
    return blocks;
  }

  private static Piece block(Kind kind, List<String> lines) {
    String text = String.join("\n", lines);
    return ORNAMENT.matcher(text).matches()
        ? SCENE_BREAK
        : new Piece.Block(new TextBlock(kind, text));
  }

  private void clear() {
    buffer.setLength(0);
    letters = 0;
    boldLetters = 0;
  }
}
