package io.millrace.pipelines.book.parse.epub;

import io.millrace.pipelines.book.parse.TextLimits;
import io.millrace.pipelines.book.parse.outline.Titles;
import io.millrace.pipelines.book.parse.plain.CharsetGuess;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// Reads the XML files inside an EPUB. jsoup's XML parser takes what is not well formed, and reads
/// no DTD and no external entity at all, so neither XXE nor an entity bomb has anything to work on.
final class Xml {

  private Xml() {}

  static Document parse(byte[] bytes) {
    return Jsoup.parse(decoded(bytes), "", Parser.xmlParser());
  }

  /// An XHTML document: by the XML parser, so that `<a id="x"/>` is empty; by the HTML parser when
  /// it does not even have a body that way.
  static Element body(byte[] bytes) {
    String text = decoded(bytes);
    Element body = Jsoup.parse(text, "", Parser.xmlParser()).selectFirst("body");
    return body != null && !body.text().isBlank() ? body : Jsoup.parse(text).body();
  }

  private static String decoded(byte[] bytes) {
    String text = CharsetGuess.decode(bytes, null);
    TextLimits.checkTags(text, "A part of the EPUB");
    return text;
  }

  /// The descendants with this local name, whatever their prefix.
  static List<Element> all(Element root, String localName) {
    return root.getAllElements().stream()
        .skip(1) // the root itself
        .filter(e -> localName(e).equals(localName))
        .toList();
  }

  static List<Element> children(Element root, String localName) {
    return root.children().stream().filter(e -> localName(e).equals(localName)).toList();
  }

  static String localName(Element element) {
    String name = element.tagName().toLowerCase(Locale.ROOT);
    return name.substring(name.indexOf(':') + 1);
  }

  static String text(Element element) {
    return Titles.oneLine(element.text());
  }

  /// The path inside the archive that a reference from the file `base` means, without its fragment.
  /// A path that climbs above the archive's root stays at the root.
  static String resolve(String base, String href) {
    String path = href.contains("#") ? href.substring(0, href.indexOf('#')) : href;
    Deque<String> segments = new ArrayDeque<>();
    if (!path.startsWith("/")) {
      int slash = base.lastIndexOf('/');
      push(segments, slash < 0 ? "" : base.substring(0, slash));
    }
    push(segments, decode(path));
    return String.join("/", segments);
  }

  static String fragment(String href) {
    int hash = href.indexOf('#');
    return hash < 0 ? "" : decode(href.substring(hash + 1));
  }

  private static void push(Deque<String> segments, String path) {
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
