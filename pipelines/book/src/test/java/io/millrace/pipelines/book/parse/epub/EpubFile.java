package io.millrace.pipelines.book.parse.epub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Builds small EPUBs. The spine holds the documents in the order they are added.
public final class EpubFile {

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final StringBuilder manifest = new StringBuilder();
  private final StringBuilder spine = new StringBuilder();
  private final StringBuilder metadata =
      new StringBuilder("<dc:title>The Mill</dc:title><dc:language>en</dc:language>");
  private int points;
  private final StringBuilder ncx = new StringBuilder();

  public EpubFile() {
    entry("mimetype", "application/epub+zip");
    entry(
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>");
  }

  public EpubFile entry(String path, String content) {
    return entry(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public EpubFile entry(String path, byte[] content) {
    entries.put(path, content);
    return this;
  }

  EpubFile without(String path) {
    entries.remove(path);
    return this;
  }

  EpubFile meta(String xml) {
    metadata.append(xml);
    return this;
  }

  EpubFile item(String id, String href, String type, String properties) {
    manifest.append(
        "<item id='%s' href='%s' media-type='%s' properties='%s'/>"
            .formatted(id, href, type, properties));
    return this;
  }

  /// A document in the spine; `body` is the whole body element's content, `type` the body's
  /// epub:type.
  public EpubFile document(String file, String type, String body) {
    item(file, file, "application/xhtml+xml", "");
    spine.append("<itemref idref='%s'/>".formatted(file));
    return entry(
        "OEBPS/" + file,
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><head><title>t</title></head><body epub:type='%s'>%s</body></html>"
            .formatted(type, body));
  }

  /// An NCX entry at depth 1; `inner` are nested ones made by [#point].
  public EpubFile toc(String label, String src, String... inner) {
    ncx.append(point(label, src, inner));
    return this;
  }

  String point(String label, String src, String... inner) {
    return "<navPoint id='p%d'><navLabel><text>%s</text></navLabel><content src='%s'/>%s</navPoint>"
        .formatted(++points, label, src, String.join("", inner));
  }

  EpubFile nav(String body) {
    item("nav", "nav.xhtml", "application/xhtml+xml", "nav");
    return entry(
        "OEBPS/nav.xhtml",
        "<html xmlns:epub='http://www.idpf.org/2007/ops'><body>" + body + "</body></html>");
  }

  public Path write(Path folder) throws IOException {
    if (!ncx.isEmpty()) {
      item("ncx", "toc.ncx", "application/x-dtbncx+xml", "");
      entry("OEBPS/toc.ncx", "<ncx><navMap>" + ncx + "</navMap></ncx>");
    }
    entry(
        "OEBPS/book.opf",
        "<package version='3.0'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>%s</metadata><manifest>%s</manifest><spine toc='ncx'>%s</spine></package>"
            .formatted(metadata, manifest, spine));
    Path file = Files.createTempFile(folder, "book", ".epub");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
