package io.millrace.pipelines.book.parse.epub;

import io.millrace.pipelines.book.parse.outline.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;

/// What the navigation document (EPUB 3) or the NCX (EPUB 2) lists, as marks by file and fragment.
/// Of the navigation document only the list of type `toc` counts: landmarks and page lists repeat
/// targets.
record TableOfContents(Map<String, Map<String, List<Piece.Mark>>> byFile) {

  static TableOfContents read(Archive archive, PackageDocument book) throws IOException {
    TableOfContents nav = new TableOfContents(new HashMap<>());
    Optional<PackageDocument.Item> navigation = book.withProperty("nav");
    if (navigation.isPresent()) {
      Optional<byte[]> bytes = archive.read(navigation.get().path());
      bytes.ifPresent(found -> nav.readNavigation(Xml.parse(found), navigation.get().path()));
    }
    Optional<PackageDocument.Item> ncx = book.ncx();
    if (nav.byFile.isEmpty() && ncx.isPresent()) {
      Optional<byte[]> bytes = archive.read(ncx.get().path());
      bytes.ifPresent(found -> nav.readNcx(Xml.parse(found), ncx.get().path()));
    }
    return nav;
  }

  private void readNavigation(Element root, String path) {
    List<Element> lists = Xml.all(root, "nav");
    Element toc =
        lists.stream()
            .filter(
                nav ->
                    (" " + nav.attr("epub:type") + " ").contains(" toc ")
                        || nav.attr("role").equals("doc-toc"))
            .findFirst()
            .orElse(lists.isEmpty() ? null : lists.getFirst());
    if (toc == null) {
      return;
    }
    for (Element link : Xml.all(toc, "a")) {
      long depth =
          link.parents().stream()
              .filter(parent -> isList(parent) && parent.parents().contains(toc))
              .count();
      add(path, link.attr("href"), Xml.text(link), (int) Math.max(1, depth));
    }
  }

  private static boolean isList(Element element) {
    return Xml.localName(element).equals("ol") || Xml.localName(element).equals("ul");
  }

  private void readNcx(Element root, String path) {
    List<Element> maps = Xml.all(root, "navmap");
    for (Element point :
        maps.isEmpty() ? List.<Element>of() : Xml.all(maps.getFirst(), "navpoint")) {
      long above =
          point.parents().stream()
              .filter(parent -> Xml.localName(parent).equals("navpoint"))
              .count();
      Optional<Element> label = Xml.children(point, "navlabel").stream().findFirst();
      Optional<Element> content = Xml.children(point, "content").stream().findFirst();
      if (content.isPresent()) {
        add(path, content.get().attr("src"), label.map(Xml::text).orElse(""), (int) above + 1);
      }
    }
  }

  private void add(String base, String href, String label, int depth) {
    String fragment = Xml.fragment(href);
    byFile
        .computeIfAbsent(Xml.resolve(base, href), _ -> new LinkedHashMap<>())
        .computeIfAbsent(fragment, _ -> new ArrayList<>())
        .add(new Piece.Mark(label, depth, fragment.isEmpty()));
  }

  Map<String, List<Piece.Mark>> of(String path) {
    return byFile.getOrDefault(path, Map.of());
  }
}
