package io.millrace.pipelines.book.parse.epub;

import io.millrace.pipelines.book.parse.DrmProtectedException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;

/// Refuses books whose content is encrypted. Obfuscated fonts are no protection of the text: they
/// are allowed.
final class RightsManagement {

  // EPUB 3.3 section 4.4 "Font obfuscation", and Adobe's older scheme.
  private static final Set<String> FONT_OBFUSCATION =
      Set.of("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC");

  private static final Map<String, String> SCHEMES =
      Map.of(
          "META-INF/rights.xml", "Adobe ADEPT",
          "META-INF/sinf.xml", "Apple FairPlay",
          "META-INF/license.lcpl", "Readium LCP");

  private RightsManagement() {}

  static void refuse(Archive archive, String name) throws IOException {
    for (Map.Entry<String, String> scheme : SCHEMES.entrySet()) {
      if (archive.has(scheme.getKey())) {
        throw protectedBy(name, scheme.getValue() + " (" + scheme.getKey() + ")");
      }
    }
    Optional<byte[]> encryption = archive.read("META-INF/encryption.xml");
    if (encryption.isEmpty()) {
      return;
    }
    for (Element data : Xml.all(Xml.parse(encryption.get()), "encrypteddata")) {
      String algorithm =
          Xml.children(data, "encryptionmethod").stream()
              .map(e -> e.attr("Algorithm"))
              .findFirst()
              .orElse("an unnamed algorithm");
      if (!FONT_OBFUSCATION.contains(algorithm)) {
        String part =
            Xml.all(data, "cipherreference").stream()
                .map(e -> e.attr("URI"))
                .findFirst()
                .orElse("its content");
        throw protectedBy(name, algorithm + " on " + part + " (META-INF/encryption.xml)");
      }
    }
  }

  private static DrmProtectedException protectedBy(String name, String scheme) {
    return new DrmProtectedException(
        "%s is protected by digital rights management: %s. Its text can be opened only by the shop's own reader; get an edition without protection from the shop or the publisher."
            .formatted(name, scheme));
  }
}
