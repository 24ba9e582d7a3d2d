package io.millrace.pipelines.stages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Bytes that are fetched while others are worked on.
class ReadAheadTest {
  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(9).nextBytes(bytes);
    return bytes;
  }

  @Test
  void everyByteArrivesOnceAndInOrderWhateverTheSizes() throws Exception {
    for (var length :
        new int[] {0, 1, ReadAhead.BLOCK_BYTES - 1, ReadAhead.BLOCK_BYTES, 3_000_000}) {
      var all = bytes(length);
      try (var in = new ReadAhead("test", new ByteArrayInputStream(all))) {
        assertThat(in.readAllBytes()).isEqualTo(all);
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aFailureArrivesAfterTheBytesBeforeIt() throws Exception {
    var all = bytes(ReadAhead.BLOCK_BYTES);
    var cut =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the cable is cut");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    var broken = new SequenceInputStream(new ByteArrayInputStream(all), cut);
    try (var in = new ReadAhead("test", broken)) {
      assertThat(in.readNBytes(all.length)).isEqualTo(all);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("the cable is cut");
      assertThatThrownBy(in::read).hasMessage("the cable is cut");
    }
  }

  @Test
  void closingEndsAReaderThatWaitsForRoomAndClosesTheSource() throws Exception {
    var closed = new CountDownLatch(1);
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 1);
            return length;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    var in = new ReadAhead("test", endless);
    assertThat(in.read()).isEqualTo(1);

    in.close();

    closed.await(); // for ever, if the thread went on
    assertThatThrownBy(() -> in.readNBytes(new byte[8_000_000], 0, 8_000_000))
        .hasMessageContaining("closed");
  }
}
