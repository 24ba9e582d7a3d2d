package io.millrace.pipelines.book.parse.epub;

import static io.millrace.pipelines.book.parse.Prose.paragraph;
import static io.millrace.pipelines.book.parse.Prose.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.parse.CorruptBookException;
import io.millrace.pipelines.book.parse.DrmProtectedException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.NoTextException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.UnknownFormatException;
import io.millrace.pipelines.book.parse.ZipBombException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpubRefusalTest {

  private static final String CHAPTER = "<h2>Chapter 1</h2><p>" + paragraph("Ann", 30) + "</p>";

  @TempDir private Path folder;

  private void parse(Path file) {
    new EpubParser().parse(file, SourceHint.ofFileName("mill.epub"));
  }

  private static EpubFile good() {
    return new EpubFile().document("1.xhtml", "", CHAPTER).toc("Chapter 1", "1.xhtml");
  }

  private static String encryption(String algorithm) {
    return "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm='"
        + algorithm
        + "'/><enc:CipherData><enc:CipherReference"
        + " URI='OEBPS/1.xhtml'/></enc:CipherData></enc:EncryptedData></encryption>";
  }

  @Test
  void encryptedContentIsRefusedNamingTheScheme() throws IOException {
    Path encrypted =
        good()
            .entry(
                "META-INF/encryption.xml",
                encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
            .write(folder);
    Path adept = good().entry("META-INF/rights.xml", "<rights/>").write(folder);

    assertThatThrownBy(() -> parse(encrypted))
        .isInstanceOf(DrmProtectedException.class)
        .hasMessageContaining("aes128")
        .hasMessageContaining("mill.epub");
    assertThatThrownBy(() -> parse(adept))
        .isInstanceOf(DrmProtectedException.class)
        .hasMessageContaining("Adobe");
  }

  @Test
  void obfuscatedFontsAreNoProtection() throws IOException {
    Path file =
        good()
            .entry("META-INF/encryption.xml", encryption("http://www.idpf.org/2008/embedding"))
            .write(folder);

    assertThat(new EpubParser().parse(file, SourceHint.NONE).chapters()).hasSize(1);
  }

  @Test
  void aTruncatedArchiveIsCorrupt() throws IOException {
    Path file = good().write(folder);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(CorruptBookException.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void missingDocumentsAreCorrupt() throws IOException {
    Path file = good().without("OEBPS/1.xhtml").write(folder);

    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(CorruptBookException.class)
        .hasMessageContaining("none of the 1 documents");
  }

  @Test
  void aPartThatExplodesIsABomb() throws IOException {
    Path file =
        new EpubFile()
            .document("1.xhtml", "", "a".repeat(8 << 20))
            .toc("Chapter 1", "1.xhtml")
            .write(folder);

    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(ZipBombException.class)
        .hasMessageContaining("OEBPS/1.xhtml");
  }

  @Test
  void tooManyEntriesAreABomb() throws IOException {
    Path file = folder.resolve("many.epub");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i <= Archive.MOST_ENTRIES; i++) {
        zip.putNextEntry(new ZipEntry("e" + i));
      }
    }

    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(ZipBombException.class)
        .hasMessageContaining("entries");
  }

  @Test
  void externalEntitiesAndPathsOutsideTheArchiveReachNothing() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "SECRET");
    Path file =
        good()
            .document(
                "2.xhtml",
                "",
                "<!DOCTYPE x [<!ENTITY s SYSTEM '"
                    + secret.toUri()
                    + "'>]><h2>Chapter 2</h2><p>&s; "
                    + paragraph("Ben", 9)
                    + "</p>")
            .item("evil", "../../../../../../../.." + secret, "application/xhtml+xml", "")
            .toc("Chapter 2", "2.xhtml")
            .write(folder);

    var book = new EpubParser().parse(file, SourceHint.NONE);

    assertThat(book.chapters()).hasSize(2);
    assertThat(text(book.chapters().getLast())).doesNotContain("SECRET").contains("Ben");
  }

  @Test
  void otherArchivesAreNoBooks() throws IOException {
    Path file = folder.resolve("photos.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.jpg"));
    }

    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("ZIP");
  }

  @Test
  void booksOfPicturesAndBooksWithoutHeadingsSayWhatIsMissing() throws IOException {
    Path pictures = new EpubFile().document("1.xhtml", "", "<img src='1.jpg'/>").write(folder);
    Path shapeless =
        new EpubFile().document("1.xhtml", "", "<p>" + paragraph("Ann", 40) + "</p>").write(folder);

    assertThatThrownBy(() -> parse(pictures))
        .isInstanceOf(NoTextException.class)
        .hasMessageContaining("pictures");
    assertThatThrownBy(() -> parse(shapeless))
        .isInstanceOf(NoChaptersException.class)
        .hasMessageContaining("table of contents");
  }
}
