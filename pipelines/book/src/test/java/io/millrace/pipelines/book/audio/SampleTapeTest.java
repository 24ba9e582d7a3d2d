package io.millrace.pipelines.book.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTapeTest {
  @TempDir Path folder;

  @Test
  void whatWasRecordedIsPlayedFromMemory() throws IOException {
    var sound = sound(9_000_002);

    assertThat(recordedAndPlayed(sound, 1L << 30)).isEqualTo(sound);
    assertThat(folder.resolve("tape")).doesNotExist();
  }

  @Test
  void whatDoesNotFitIntoMemoryGoesToTheFileAndComesBackBehindIt() throws IOException {
    var sound = sound(9_000_002);

    assertThat(recordedAndPlayed(sound, 5L << 20)).isEqualTo(sound);
    assertThat(Files.size(folder.resolve("tape"))).isEqualTo(sound.length - (4L << 20));
    assertThat(recordedAndPlayed(sound, 0)).isEqualTo(sound);
  }

  @Test
  void aClosedTapeGivesItsRoomToTheNext() throws IOException {
    var room = new SampleTape.Room(8L << 20);
    for (int i = 0; i < 3; i++) {
      try (var tape = new SampleTape(folder.resolve("tape"), room)) {
        tape.record(sound(7_000_000), 7_000_000);
      }
    }

    assertThat(folder.resolve("tape")).doesNotExist();
  }

  private byte[] recordedAndPlayed(byte[] sound, long room) throws IOException {
    var played = new ByteArrayOutputStream();
    try (var tape = new SampleTape(folder.resolve("tape"), new SampleTape.Room(room))) {
      var portion = new byte[65_536];
      for (int at = 0; at < sound.length; at += portion.length) {
        int count = Math.min(portion.length, sound.length - at);
        System.arraycopy(sound, at, portion, 0, count);
        tape.record(portion, count);
      }
      tape.play(
          (samples, count) -> {
            for (int i = 0; i < count; i++) {
              played.write(samples[i]);
              played.write(samples[i] >> 8);
            }
          });
    }
    return played.toByteArray();
  }

  private static byte[] sound(int bytes) {
    var sound = new byte[bytes];
    new Random(7).nextBytes(sound);
    return sound;
  }
}
