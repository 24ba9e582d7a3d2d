package io.millrace.pipelines.book.parse.html;

import io.millrace.pipelines.book.parse.outline.Role;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/// What an element is for a reader aloud, by its name, `epub:type`, ARIA role and the class names
/// in common use.
final class Markup {

  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "section",
          "article",
          "main",
          "body",
          "header",
          "li",
          "ul",
          "ol",
          "dl",
          "dt",
          "dd",
          "blockquote",
          "pre",
          "table",
          "tr",
          "tbody",
          "thead",
          "caption",
          "figure",
          "figcaption",
          "center",
          "hr",
          "address",
          "aside",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hgroup",
          "details",
          "summary");
  private static final Set<String> SILENT =
      Set.of(
          "script",
          "style",
          "head",
          "nav",
          "svg",
          "math",
          "form",
          "button",
          "select",
          "iframe",
          "noscript",
          "template",
          "object",
          "video",
          "audio",
          "canvas",
          "footer",
          "title",
          "map");
  private static final Set<String> PAGE_NUMBERS =
      Set.of(
          "pagenum",
          "pageno",
          "pagenumber",
          "page-number",
          "pginternal-page",
          "pagebreak",
          "pb",
          "newpage");
  private static final Set<String> NOTE_CLASSES =
      Set.of(
          "footnote",
          "footnotes",
          "endnote",
          "endnotes",
          "rearnote",
          "rearnotes",
          "fn",
          "fnote",
          "foot-note");
  private static final Set<String> REFERENCE_CLASSES =
      Set.of(
          "fnanchor",
          "noteref",
          "footnote-ref",
          "footnoteref",
          "fnref",
          "footnote-link",
          "endnote-ref",
          "footnote-reference");
  private static final Pattern REFERENCE =
      Pattern.compile("[\\[({]?(?:\\d{1,3}|[a-z]|[*†‡§]{1,3}|[ivx]{1,5})[\\])}]?");
  private static final int LONGEST_REFERENCE = 12;
  private static final Pattern VERSE =
      Pattern.compile(".*(?:poem|poetry|verse|stanza|z3998:song|z3998:hymn).*");
  private static final Pattern CENTRED = Pattern.compile("text-align\\s*:\\s*center");
  private static final Pattern TITLE_CLASS =
      Pattern.compile(".*(?:cent(?:er|re)|title|head|chap).*");

  private Markup() {}

  static boolean isBlock(Element element) {
    return BLOCKS.contains(element.normalName());
  }

  static boolean isSilent(Element element) {
    return SILENT.contains(element.normalName())
        || element.hasAttr("hidden")
        || element.attr("style").replace(" ", "").contains("display:none")
        || isPageNumber(element);
  }

  private static boolean isPageNumber(Element element) {
    return hasType(element, "pagebreak") || (!isBlock(element) && hasClass(element, PAGE_NUMBERS));
  }

  /// A footnote or endnote where it stands; a whole file of them is the file's role instead.
  static boolean isNote(Element element) {
    boolean inline = !isBlock(element);
    if (inline || element.normalName().equals("body")) {
      return false;
    }
    return role(element) == Role.NOTES || hasClass(element, NOTE_CLASSES);
  }

  /// A link to a note, such as a superior figure.
  static boolean isNoteReference(Element element) {
    if (hasType(element, "noteref")
        || hasType(element, "backlink")
        || hasType(element, "referrer")) {
      return true;
    }
    if (isBlock(element)) {
      return false;
    }
    String text = shortText(element);
    boolean looksLike = REFERENCE.matcher(text).matches();
    if (hasClass(element, REFERENCE_CLASSES)) {
      return looksLike || text.isEmpty();
    }
    if (!looksLike) {
      return false;
    }
    String name = element.normalName();
    boolean link = name.equals("a") && element.attr("href").contains("#");
    boolean raised = name.equals("sup") && element.selectFirst("a[href]") != null;
    boolean inRaised =
        link && element.parent() != null && element.parent().normalName().equals("sup");
    boolean raises = link && element.selectFirst("sup") != null;
    return raised || inRaised || raises || (link && text.matches("[\\[({].*"));
  }

  /// The element's text when it is as short as a reference, else what shows that it is longer.
  /// Reads no more than that: unclosed tags may nest a whole book in each other.
  private static String shortText(Element element) {
    StringBuilder text = new StringBuilder();
    element.filter(
        (node, _) -> {
          if (node instanceof TextNode words) {
            text.append(words.getWholeText().strip());
          }
          return text.length() > LONGEST_REFERENCE
              ? NodeFilter.FilterResult.STOP
              : NodeFilter.FilterResult.CONTINUE;
        });
    return text.toString();
  }

  static boolean isCaption(Element element) {
    return element.normalName().equals("figcaption")
        || hasClass(element, Set.of("caption", "figcaption"));
  }

  static boolean isVerse(Element element) {
    return VERSE
        .matcher(element.className().toLowerCase(Locale.ROOT) + " " + types(element))
        .matches();
  }

  /// Set in the middle of the line, or called a title by its class.
  static boolean isDisplayed(Element element) {
    return element.attr("align").equalsIgnoreCase("center")
        || element.normalName().equals("center")
        || CENTRED.matcher(element.attr("style").toLowerCase(Locale.ROOT)).find()
        || TITLE_CLASS.matcher(element.className().toLowerCase(Locale.ROOT)).matches();
  }

  static int headingRank(Element element) {
    String name = element.normalName();
    return name.length() == 2 && name.charAt(0) == 'h' && Character.isDigit(name.charAt(1))
        ? name.charAt(1) - '0'
        : 0;
  }

  /// The role the element declares; the later token of two is the more specific one.
  static @Nullable Role role(Element element) {
    Role role = null;
    for (String token : (types(element) + " " + element.attr("role")).split("\\s+")) {
      Role found = Role.ofToken(token);
      role = found == null ? role : found;
    }
    return role;
  }

  private static boolean hasType(Element element, String type) {
    return (" " + types(element) + " ").contains(" " + type + " ")
        || element.attr("role").equals("doc-" + type);
  }

  private static String types(Element element) {
    return element.attr("epub:type");
  }

  private static boolean hasClass(Element element, Set<String> names) {
    return element.hasAttr("class")
        && element.classNames().stream()
            .anyMatch(name -> names.contains(name.toLowerCase(Locale.ROOT)));
  }
}
