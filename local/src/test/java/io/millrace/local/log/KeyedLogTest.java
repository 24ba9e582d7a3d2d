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
    try (var log = KeyedLog.open(folder, 100, _ -> {})) {
      for (int i = 0; i < 3; i++) {
        log.store(List.of(put("key" + i, "v".repeat(120))));
      }
    }
    var first = folder.resolve("000000000001.log");
    try (var channel = FileChannel.open(first, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'!'}), 60);
    }
    assertThatThrownBy(() -> KeyedLog.open(folder, 100, _ -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("000000000001.log is damaged at byte 0");
  }

  @Test
  void damageInTheLastFileThatWholeRecordsFollowIsNamedAndNothingIsCutOff() throws Exception {
    try (var log = KeyedLog.open(folder)) {
      for (int i = 0; i < 3; i++) {
        log.store(List.of(put("key" + i, "v".repeat(50))));
      }
    }
    var file = folder.resolve("000000000001.log");
    long size = Files.size(file);
    for (int at : new int[] {0, 2, 5, 30}) { // the second record's length, checksum and value
      flip(file, size / 3 + at);
      assertThatThrownBy(() -> KeyedLog.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("000000000001.log is damaged at byte " + size / 3);
      assertThat(file).hasSize(size);
      flip(file, size / 3 + at);
    }
    try (var log = KeyedLog.open(folder)) {
      assertThat(log.keys()).containsExactlyInAnyOrder("key0", "key1", "key2");
    }
  }

  @Test
  void callersOfOneFlushHoldTogetherInOneRecordAndAreFoundAgain() throws Exception {
    try (var log = KeyedLog.open(folder)) {
      var stored = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 500; i++) {
        stored.add(log.append(List.of(put("key" + i, "value" + i), new Change.Delete("none"))));
      }
      stored.forEach(CompletableFuture::join);
      assertThat(read(log, "key499")).isEqualTo("value499");
    }
    try (var log = KeyedLog.open(folder)) {
      for (int i = 0; i < 500; i++) {
        assertThat(read(log, "key" + i)).isEqualTo("value" + i);
      }
    }
  }

  @Test
  void aFileThatTurnsOutDamagedWhileItIsCompactedIsKeptWithWhatStandsBehindTheDamage()
      throws Exception {
    try (var log = KeyedLog.open(folder, 1_000, _ -> {})) {
      log.store(List.of(put("a", "1".repeat(100))));
      log.store(List.of(put("b", "2".repeat(100))));
      log.store(List.of(put("c", "3".repeat(100))));
      flip(folder.resolve("000000000001.log"), 180);
      for (int i = 0; i < 200; i++) {
        log.store(List.of(put("busy", "v".repeat(300))));
      }
      assertThat(read(log, "c")).isEqualTo("3".repeat(100));
      assertThat(folder.resolve("000000000001.log")).exists();
    }
    assertThatThrownBy(() -> KeyedLog.open(folder))
        .hasMessageContaining("000000000001.log is damaged at byte");
    flip(folder.resolve("000000000001.log"), 180);
    try (var log = KeyedLog.open(folder)) {
      assertThat(read(log, "b")).isEqualTo("2".repeat(100));
      assertThat(read(log, "c")).isEqualTo("3".repeat(100));
    }
  }

  @Test
  void spaceIsGivenBackAndWhatLivesIsKept() throws Exception {
    try (var log = KeyedLog.open(folder, 10_000, _ -> {})) {
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
    try (var log = KeyedLog.open(folder, 10_000, _ -> {})) {
      assertThat(log.keys()).containsExactlyInAnyOrder("old", "changing", "last");
      assertThat(read(log, "old")).isEqualTo("alive");
      assertThat(read(log, "changing")).endsWith("v4999");
    }
  }

  @Test
  void valuesCanBeReadWhileTheirFileIsCompacted() throws Exception {
    try (var log = KeyedLog.open(folder, 2_000, _ -> {})) {
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

  private static void flip(Path file, long at) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, at);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 0x10)}), at);
    }
  }

  private static Change put(String key, String value) {
    return new Change.Put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(KeyedLog log, String key) throws IOException {
    return new String(log.read(key).orElseThrow(), StandardCharsets.UTF_8);
  }
}
