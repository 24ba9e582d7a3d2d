package io.millrace.local.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.log.KeyedLog.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private static final List<Change> CHANGES = List.of(new Change.Put("key", new byte[10]));

  @TempDir private Path folder;

  private final CompletableFuture<String> told = new CompletableFuture<>();

  @Test
  void aDiskThatFailsIsToldAndNothingIsAcceptedAnyMore() throws Exception {
    var segment = Segment.open(folder, 1);
    var writer = writer(segment, new ConcurrentHashMap<>());
    writer.append(CHANGES).get(10, SECONDS);

    segment.channel.close();

    var refused = writer.append(CHANGES);
    assertThatThrownBy(() -> refused.get(10, SECONDS)).hasCauseInstanceOf(IOException.class);
    assertThat(told.get(10, SECONDS)).contains("can store nothing any more");
    var later = writer.append(CHANGES);
    assertThatThrownBy(() -> later.get(10, SECONDS))
        .hasMessageContaining("An earlier flush failed");
    writer.close();
  }

  @Test
  void whenItsThreadDiesWhoeverWaitsIsToldAndNobodyWaitsForEver() throws Exception {
    var index =
        new ConcurrentHashMap<String, Place>() {
          private static final long serialVersionUID = 1;

          @Override
          public Place put(String key, Place place) {
            throw new OutOfMemoryError("of this test");
          }
        };
    var writer = writer(Segment.open(folder, 1), index);

    var lost = writer.append(CHANGES);

    assertThatThrownBy(() -> lost.get(10, SECONDS)).hasMessageContaining("of this test");
    assertThat(told.get(10, SECONDS)).contains("of this test");
    var later = writer.append(CHANGES);
    assertThatThrownBy(() -> later.get(10, SECONDS)).hasMessageContaining("is closed");
    writer.close();
  }

  private LogWriter writer(Segment segment, ConcurrentHashMap<String, Place> index)
      throws IOException {
    var writer = new LogWriter(folder, List.of(segment), index, 1_000, told::complete);
    writer.start();
    return writer;
  }
}
