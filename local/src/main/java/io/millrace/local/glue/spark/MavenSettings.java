package io.millrace.local.glue.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// Where this machine gets Maven artifacts: what `settings.xml` says of mirrors of Maven Central,
/// of their passwords, of proxies and of the local repository (Maven, "Settings reference").
///
/// @param repository with `/` at its end
/// @param authorization value of the header; null for none
/// @param proxy null for none
/// @param local where Maven keeps what it fetched
record MavenSettings(
    URI repository, @Nullable String authorization, @Nullable Proxy proxy, Path local) {
  private static final String CENTRAL = "https://repo.maven.apache.org/maven2/";

  /// @param nonProxyHosts as in Maven, with `|` between and `*` for anything
  record Proxy(String host, int port, String nonProxyHosts) {
    boolean isFor(URI uri) {
      return Arrays.stream(nonProxyHosts.split("\\|"))
          .filter(pattern -> !pattern.isBlank())
          .noneMatch(
              pattern -> uri.getHost().matches(pattern.replace(".", "\\.").replace("*", ".*")));
    }
  }

  /// Reads `~/.m2/settings.xml`; without one, Maven's defaults.
  ///
  /// @param home the user's
  /// @throws IOException when it cannot be read
  static MavenSettings read(Path home) throws IOException {
    var folder = home.resolve(".m2");
    var file = folder.resolve("settings.xml");
    if (!Files.exists(file)) {
      return new MavenSettings(URI.create(CENTRAL), null, null, folder.resolve("repository"));
    }
    var document = parse(file);
    var mirror =
        elements(document, "mirror").stream()
            .filter(element -> isOfCentral(text(element, "mirrorOf")))
            .findFirst();
    var uri = URI.create(mirror.map(element -> text(element, "url")).orElse(CENTRAL).strip());
    return new MavenSettings(
        uri.getPath().endsWith("/") ? uri : URI.create(uri + "/"),
        mirror.flatMap(element -> authorization(document, text(element, "id"))).orElse(null),
        proxy(document, uri).orElse(null),
        elements(document, "localRepository").stream()
            .findFirst()
            .map(Element::getTextContent)
            .map(text -> text.strip().replace("${user.home}", home.toString()))
            .map(Path::of)
            .orElse(folder.resolve("repository")));
  }

  /// Maven, "Guide to mirror settings": names with commas, `*`, `external:*`, `!` before
  /// exceptions.
  private static boolean isOfCentral(String mirrorOf) {
    var names = List.of(mirrorOf.strip().split("\\s*,\\s*"));
    return !names.contains("!central")
        && (names.contains("central") || names.contains("*") || names.contains("external:*"));
  }

  private static Optional<String> authorization(Document document, String id) {
    return elements(document, "server").stream()
        .filter(server -> text(server, "id").equals(id))
        .findFirst()
        .map(server -> text(server, "username") + ":" + text(server, "password"))
        .map(pair -> Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
        .map(encoded -> "Basic " + encoded);
  }

  private static Optional<Proxy> proxy(Document document, URI repository) {
    return elements(document, "proxy").stream()
        .filter(element -> !text(element, "active").equals("false"))
        .map(
            element ->
                new Proxy(
                    text(element, "host"),
                    Integer.parseInt(
                        text(element, "port").isEmpty() ? "8080" : text(element, "port")),
                    text(element, "nonProxyHosts")))
        .filter(proxy -> proxy.isFor(repository))
        .findFirst();
  }

  private static Document parse(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(in);
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(file + " is not readable as XML: " + e.getMessage(), e);
    }
  }

  private static List<Element> elements(Document document, String name) {
    var nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .map(Element.class::cast)
        .toList();
  }

  private static String text(Element element, String name) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        return child.getTextContent().strip();
      }
    }
    return "";
  }
}
