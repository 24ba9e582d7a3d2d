package io.millrace.runtime.map.items;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.asl.model.ItemReader;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.MapRunOfFrame;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Feeds from objects that are made up while they are read.
class ItemFeedTest {
  private static final int ROW_BYTES = 64;

  /// Rows of 64 bytes, so many.
  private static final class Rows extends InputStream {
    private final long rows;
    private long row = -1;
    private byte[] line = "n,text\n".getBytes(StandardCharsets.UTF_8);
    private int at;

    Rows(long rows) {
      this.rows = rows;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] to, int from, int most) {
      if (at == line.length) {
        if (row + 1 >= rows) {
          return -1;
        }
        row++;
        String number = Long.toString(row);
        line =
            (number + "," + "x".repeat(ROW_BYTES - number.length() - 2) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      int count = Math.min(most, line.length - at);
      System.arraycopy(line, at, to, from, count);
      at += count;
      return count;
    }
  }

  private static ObjectStore store(long rows) {
    return new ObjectStore() {
      @Override
      public InputStream read(String bucket, String key, @Nullable String versionId) {
        return new Rows(rows);
      }

      @Override
      public List<Entry> list(String bucket, String prefix, @Nullable String after) {
        return List.of();
      }

      @Override
      public void write(String bucket, String key, Path content) throws IOException {
        throw new IOException("read only");
      }
    };
  }

  private static MapRunPlan plan(MapRunPlan.@Nullable Batching batching, long maxItems) {
    ItemReader reader =
        new ItemReader(
            ItemReader.Source.GET_OBJECT,
            null,
            ItemReader.InputType.CSV,
            ItemReader.CsvDelimiter.COMMA,
            ItemReader.CsvHeader.FIRST_ROW,
            List.of(),
            null,
            false,
            null,
            null);
    JsonNode parameters = JsonNodeFactory.instance.objectNode().put("Bucket", "b").put("Key", "k");
    UUID id = new UUID(1, 2);
    return new MapRunPlan(
        id,
        "arn:aws:states:us-east-1:000000000000:mapRun:m/L:" + id,
        new ExecutionHeader(id, "e", "e", "m", "m", id, "r", "us-east-1", 0, 0),
        "M",
        "L",
        MapRunOfFrame.begun(4, 0),
        false,
        new MapRunSettings(0, null, null),
        null,
        new MapRunPlan.Reading(reader, parameters, maxItems, null, null),
        (_, item) -> item.value().get("n"),
        batching,
        null);
  }

  private static long drain(ItemFeed feed) throws IOException, ItemReadingException {
    long items = 0;
    ItemFeed.Next next = feed.next();
    while (next != null) {
      items += next.itemCount();
      next = feed.next();
    }
    return items;
  }

  @Test
  void aFeedGoesOnAfterAMarkToTheSameBatches() throws Exception {
    MapRunPlan plan = plan(new MapRunPlan.Batching(7, 262_144, null), 0);
    try (ItemFeed whole = ItemFeed.open(plan, store(100), 0, null)) {
      ItemFeed.Next first = whole.next();
      ItemFeed.Next second = whole.next();
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();

      try (ItemFeed later = ItemFeed.open(plan, store(100), 7, first.mark())) {
        assertThat(later.next()).isEqualTo(second);
        assertThat(drain(later)).isEqualTo(100 - 14);
      }
    }
  }

  @Test
  void maxItemsCountsFromTheBeginningAlsoAfterAMark() throws Exception {
    MapRunPlan plan = plan(null, 10);
    try (ItemFeed whole = ItemFeed.open(plan, store(100), 0, null)) {
      ItemFeed.Next first = whole.next();
      assertThat(first).isNotNull();
      assertThat(drain(whole)).isEqualTo(9);
      try (ItemFeed later = ItemFeed.open(plan, store(100), 1, first.mark())) {
        assertThat(drain(later)).isEqualTo(9);
      }
    }
  }

  @Test
  void aBatchIsNoLargerThanItsBytes() throws Exception {
    MapRunPlan plan = plan(new MapRunPlan.Batching(0, 40, null), 0);
    try (ItemFeed feed = ItemFeed.open(plan, store(50), 0, null)) {
      ItemFeed.Next next = feed.next();
      long items = 0;
      while (next != null) {
        assertThat(next.input().text().length()).isLessThanOrEqualTo(40);
        items += next.itemCount();
        next = feed.next();
      }
      assertThat(items).isEqualTo(50);
    }
  }

  @Test
  @Tag("slow")
  void aGigabyteIsReadInAFewMegabytesOfMemory() throws Exception {
    long rows = (1L << 30) / ROW_BYTES;
    MapRunPlan plan = plan(new MapRunPlan.Batching(1_000, 262_144, null), 0);
    System.gc();
    long before = used();
    long most = 0;
    long items = 0;
    try (ItemFeed feed = ItemFeed.open(plan, store(rows), 0, null)) {
      ItemFeed.Next next = feed.next();
      while (next != null) {
        items += next.itemCount();
        if (items % 4_000_000 == 0) {
          System.gc();
          most = Math.max(most, used() - before);
        }
        next = feed.next();
      }
    }
    assertThat(items).isEqualTo(rows);
    assertThat(most).as("bytes held while reading").isLessThan(32L << 20);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
