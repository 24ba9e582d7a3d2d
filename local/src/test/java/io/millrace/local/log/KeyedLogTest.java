package io.millrace.local.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedLogTest {
  @TempDir private Path folder;

  @Test
  void valuesSurviveAndDeletedOnesDoNot() throws Exception {
    try (var log = KeyedLog.open(folder)) {
      log.store(List.of(put("a", "1"), put("b", "2")));
      log.store(List.of(put("a", "3"), new Change.Delete("b")));
      assertThat(read(log, "a")).isEqualTo("3");
    }
    try (var log = KeyedLog.open(folder)) {
      assertThat(log.keys()).containsExactly("a");
      assertThat(read(log, "a")).isEqualTo("3");
      assertThat(log.read("b")).isEmpty();
    }
  }

  @Test
  void aRecordCutAnywhereIsGoneWholeAndTheOthersStay() throws Exception {
    try (var log = KeyedLog.open(folder)) {
      log.store(List.of(put("kept", "yes")));
    }
    var file = folder.resolve("000000000001.log");
    var whole = Files.readAllBytes(file);
    byte[] both;
    try (var log = KeyedLog.open(folder)) {
      log.store(List.of(put("x", "1"), put("y", "2")));
      both = Files.readAllBytes(file);
    }
    for (int length = whole.length; length < both.length; length++) {
      Files.write(file, Arrays.copyOf(both, length));
      try (var log = KeyedLog.open(folder)) {
        assertThat(log.keys()).as("cut at byte %d", length).containsExactly("kept");
        log.store(List.of(put("after", "ok")));
      }
      try (var log = KeyedLog.open(folder)) {
        assertThat(log.keys()).as("cut at byte %d", length).containsOnly("kept", "after");
      }
    }
  }

  @Test
  void damageBeforeTheLastFileIsNamedAndNothingIsForgotten() throws Exception {
    try (var log = KeyedLog.open(folder, 100)) {
      for (int i = 0; i < 3; i++) {
        log.store(List.of(put("key" + i, "v".repeat(120))));
      }
    }
    var first = folder.resolve("000000000001.log");
    try (var channel = FileChannel.open(first, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'!'}), 60);
    }
    assertThatThrownBy(() -> KeyedLog.open(folder, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("000000000001.log is damaged at byte 0");
  }

  @Test
  void spaceIsGivenBackAndWhatLivesIsKept() throws Exception {
    try (var log = KeyedLog.open(folder, 10_000)) {
      log.store(List.of(put("old", "alive"), put("gone", "soon")));
      log.store(List.of(new Change.Delete("gone")));
      var stored = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 5_000; i++) {
        stored.add(log.append(List.of(put("changing", "v".repeat(100) + i))));
      }
      stored.forEach(CompletableFuture::join);
      log.store(List.of(put("last", "one")));
      log.close();
      assertThat(log.diskBytes()).isLessThan(60_000);
      assertThat(Files.exists(folder.resolve("000000000001.log"))).isFalse();
    }
    try (var log = KeyedLog.open(folder, 10_000)) {
      assertThat(log.keys()).containsExactlyInAnyOrder("old", "changing", "last");
      assertThat(read(log, "old")).isEqualTo("alive");
      assertThat(read(log, "changing")).endsWith("v4999");
    }
  }

  @Test
  void valuesCanBeReadWhileTheirFileIsCompacted() throws Exception {
    try (var log = KeyedLog.open(folder, 2_000)) {
      log.store(List.of(put("steady", "s".repeat(50))));
      var writing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  log.store(List.of(put("busy", "b".repeat(200))));
                }
              });
      while (!writing.isDone()) {
        assertThat(read(log, "steady")).hasSize(50);
      }
      writing.join();
    }
  }

  @Test
  void aFolderIsServedOnce() throws Exception {
    try (var _ = KeyedLog.open(folder)) {
      assertThatThrownBy(() -> KeyedLog.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use by another endpoint");
    }
  }

  private static Change put(String key, String value) {
    return new Change.Put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(KeyedLog log, String key) throws IOException {
    return new String(log.read(key).orElseThrow(), StandardCharsets.UTF_8);
  }
}
