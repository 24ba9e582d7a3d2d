package io.millrace.runtime.map.items;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Items that do not end: they are refused, and never held whole.
class EndlessItemsTest {
  /// The text, and then spaces for ever; so many that holding them would fail.
  private static InputStream endless(String text) {
    InputStream spaces =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] to, int from, int most) {
            java.util.Arrays.fill(to, from, from + most, (byte) ' ');
            return most;
          }
        };
    return new SequenceInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), spaces);
  }

  @Test
  void aLineWithoutEndIsRefused() throws Exception {
    try (JsonLinesItems items = new JsonLinesItems(endless("1\n\""), "S3://b/k")) {
      items.next();
      assertThatThrownBy(items::next)
          .isInstanceOf(ItemReadingException.class)
          .hasMessageContaining("longer than");
    }
  }

  @Test
  void anElementWithoutEndIsRefused() throws Exception {
    try (JsonItems items = JsonItems.open(endless("[1,[2,"), null, "S3://b/k")) {
      items.next();
      assertThatThrownBy(items::next)
          .isInstanceOf(ItemReadingException.class)
          .hasMessageContaining("longer than");
    }
  }
}
