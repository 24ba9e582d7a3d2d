package io.millrace.engine.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The texts written so far, by number. Open addressing; confined to one writer.
final class TextTable {
  private String[] texts = new String[16];
  private int[] slots = new int[32];
  private int size;

  /// The number of this text, or -1 when it is new; then it gets the next number.
  int numberOrAdd(String text) {
    int mask = slots.length - 1;
    int at = spread(text) & mask;
    while (slots[at] != 0) {
      int number = slots[at] - 1;
      @Nullable String known = texts[number];
      if (text.equals(known)) {
        return number;
      }
      at = (at + 1) & mask;
    }
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, size * 2);
    }
    texts[size] = text;
    slots[at] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
    return -1;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int at = spread(texts[number]) & mask;
      while (slots[at] != 0) {
        at = (at + 1) & mask;
      }
      slots[at] = number + 1;
    }
  }

  private static int spread(String text) {
    int hash = text.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }
}
