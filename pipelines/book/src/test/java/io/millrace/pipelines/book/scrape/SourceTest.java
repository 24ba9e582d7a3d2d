package io.millrace.pipelines.book.scrape;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.store.ObjectLocation;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  @Test
  void everyKindOfSourceIsTold() {
    assertThat(Source.parse("https://example.com/a b.epub#ch1"))
        .isEqualTo(new Source.Http(URI.create("https://example.com/a%20b.epub")));
    assertThat(Source.parse("s3://books/a/b c.epub"))
        .isEqualTo(new Source.S3Object(new ObjectLocation("books", "a/b c.epub")));
    assertThat(Source.parse("file:///books/a%20b.epub"))
        .isEqualTo(new Source.LocalFile(Path.of("/books/a b.epub")));
    assertThat(Source.parse("books/a b.epub"))
        .isEqualTo(new Source.LocalFile(Path.of("books/a b.epub")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "https://user:secret@example.com/a",
        "s3://bucket",
        "s3://bucket/",
        "file://host/a",
        "http://exa mple.com\u0000/"
      })
  void whatCannotBeReadIsRefusedWithoutRepeatingPasswords(String text) {
    assertThatThrownBy(() -> Source.parse(text))
        .isInstanceOf(UnsupportedSourceException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "PK\u0003\u0004, EPUB",
    "%PDF-1.7, PDF",
    "<!DOCTYPE html><p>, HTML",
    "<?xml version='1.0'?> <html>, HTML",
    "<!-- a --> <HTML>, HTML",
    "CHAPTER I, TEXT"
  })
  void theFirstBytesTellTheKind(String start, SourceKind kind) {
    assertThat(SourceKind.of(start.getBytes(ISO_8859_1))).isEqualTo(kind);
  }

  @Test
  void binaryThatNobodyKnowsIsNotCalledText() {
    assertThat(SourceKind.of(new byte[] {1, 0, 2, 0})).isEqualTo(SourceKind.UNKNOWN);
    assertThat(SourceKind.of(new byte[] {(byte) 0xff, (byte) 0xfe, 'C', 0}))
        .isEqualTo(SourceKind.TEXT);
  }
}
