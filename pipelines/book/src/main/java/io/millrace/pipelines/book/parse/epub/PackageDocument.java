package io.millrace.pipelines.book.parse.epub;

import io.millrace.pipelines.book.parse.CorruptBookException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// The OPF file: metadata, manifest and spine. Paths are inside the archive.
record PackageDocument(
    String path,
    @Nullable String title,
    List<String> authors,
    @Nullable String language,
    Map<String, Item> items,
    List<String> spine,
    @Nullable String ncxId,
    @Nullable String coverId) {

  record Item(String id, String path, String mediaType, Set<String> properties) {}

  static PackageDocument read(Archive archive, String name) throws IOException {
    String path = find(archive, name);
    Element root = Xml.parse(archive.read(path).orElseThrow(() -> missing(name, path)));
    Map<String, Item> items = new LinkedHashMap<>();
    for (Element item : Xml.all(root, "item")) {
      String id = item.attr("id");
      Set<String> properties = Set.copyOf(Set.of(item.attr("properties").split("\\s+")));
      items.putIfAbsent(
          id,
          new Item(id, Xml.resolve(path, item.attr("href")), item.attr("media-type"), properties));
    }
    List<String> spine = new ArrayList<>();
    for (Element itemref : Xml.all(root, "itemref")) {
      Item item = items.get(itemref.attr("idref"));
      if (item != null && !spine.contains(item.path())) {
        spine.add(item.path());
      }
    }
    if (spine.isEmpty()) {
      throw missing(name, "a spine with entries in " + path);
    }
    Optional<Element> spineElement = Xml.all(root, "spine").stream().findFirst();
    return new PackageDocument(
        path,
        texts(root, "title").stream().findFirst().orElse(null),
        authors(root),
        texts(root, "language").stream().findFirst().orElse(null),
        items,
        spine,
        spineElement.map(e -> e.attr("toc")).filter(id -> !id.isEmpty()).orElse(null),
        coverId(root));
  }

  private static CorruptBookException missing(String name, String what) {
    return new CorruptBookException(
        "%s is not a complete EPUB: it lacks %s. Fetch the book again, or repair it with an EPUB editor."
            .formatted(name, what),
        null);
  }

  /// META-INF/container.xml names the package; some makers forget it, and then any .opf will do.
  private static String find(Archive archive, String name) throws IOException {
    Optional<byte[]> container = archive.read("META-INF/container.xml");
    if (container.isPresent()) {
      for (Element rootfile : Xml.all(Xml.parse(container.get()), "rootfile")) {
        String path = Xml.resolve("", rootfile.attr("full-path"));
        if (archive.has(path)) {
          return path;
        }
      }
    }
    return archive.endingWith(".opf").orElseThrow(() -> missing(name, "a package document (.opf)"));
  }

  private static List<String> texts(Element root, String localName) {
    return Xml.all(root, "metadata").stream()
        .flatMap(metadata -> Xml.all(metadata, localName).stream())
        .map(Xml::text)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /// Creators whose role, by the EPUB 2 attribute or the EPUB 3 refinement, is the author's or not
  /// given.
  private static List<String> authors(Element root) {
    List<String> authors = new ArrayList<>();
    for (Element creator : Xml.all(root, "creator")) {
      List<String> roles = new ArrayList<>();
      Xml.all(root, "meta").stream()
          .filter(meta -> meta.attr("property").equals("role"))
          .filter(
              meta -> !creator.id().isEmpty() && meta.attr("refines").equals("#" + creator.id()))
          .forEach(meta -> roles.add(Xml.text(meta)));
      if (!creator.attr("opf:role").isEmpty()) {
        roles.add(creator.attr("opf:role"));
      }
      String author = Xml.text(creator);
      if ((roles.isEmpty() || roles.contains("aut"))
          && !author.isEmpty()
          && !authors.contains(author)) {
        authors.add(author);
      }
    }
    return authors;
  }

  /// EPUB 2: `<meta name="cover" content="id"/>`.
  private static @Nullable String coverId(Element root) {
    return Xml.all(root, "meta").stream()
        .filter(meta -> meta.attr("name").equals("cover"))
        .map(meta -> meta.attr("content"))
        .findFirst()
        .orElse(null);
  }

  Optional<Item> withProperty(String property) {
    return items.values().stream().filter(item -> item.properties().contains(property)).findFirst();
  }

  Optional<Item> cover() {
    return withProperty("cover-image")
        .or(() -> Optional.ofNullable(coverId == null ? null : items.get(coverId)))
        .or(
            () ->
                items.values().stream()
                    .filter(
                        item ->
                            item.mediaType().startsWith("image/")
                                && item.id().toLowerCase(java.util.Locale.ROOT).contains("cover"))
                    .findFirst())
        .filter(item -> item.mediaType().startsWith("image/"));
  }

  Optional<Item> ncx() {
    return Optional.ofNullable(ncxId == null ? null : items.get(ncxId))
        .or(
            () ->
                items.values().stream()
                    .filter(item -> item.mediaType().equals("application/x-dtbncx+xml"))
                    .findFirst());
  }
}
