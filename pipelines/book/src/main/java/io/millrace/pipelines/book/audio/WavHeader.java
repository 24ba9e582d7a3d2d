package io.millrace.pipelines.book.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The head of a WAV stream of mono 16-bit PCM, up to the first sample.
record WavHeader(int sampleRate) {

  private static final int PCM = 1;
  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int FORMAT_BYTES = 16;

  /// Reads up to the `data` chunk's first byte; empty when the stream holds nothing at all. Throws
  /// [IOException] when it is anything else than mono 16-bit PCM.
  static Optional<WavHeader> read(InputStream wav) throws IOException {
    var riff = wav.readNBytes(RIFF_HEAD);
    if (riff.length == 0) {
      return Optional.empty();
    }
    if (riff.length < RIFF_HEAD || !tag(riff, 0).equals("RIFF") || !tag(riff, 8).equals("WAVE")) {
      throw new IOException("The voice's output is not a WAV stream");
    }
    int sampleRate = 0;
    while (true) {
      var head = exactly(wav, CHUNK_HEAD);
      int length = little(head).getInt(4);
      switch (tag(head, 0)) {
        case "data" -> {
          if (sampleRate == 0) {
            throw new IOException("The voice's WAV stream has no format");
          }
          return Optional.of(new WavHeader(sampleRate));
        }
        case "fmt " -> sampleRate = format(exactly(wav, length));
        default -> wav.skipNBytes(length);
      }
    }
  }

  private static int format(byte[] chunk) throws IOException {
    var format = little(chunk);
    if (chunk.length < FORMAT_BYTES
        || format.getShort(0) != PCM
        || format.getShort(2) != 1
        || format.getShort(14) != Short.SIZE) {
      throw new IOException("The voice's WAV stream is not mono 16-bit PCM");
    }
    return format.getInt(4);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    if (length < 0) {
      throw new IOException("The voice's WAV stream has a chunk of negative length");
    }
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The voice's WAV stream ends inside its header");
    }
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String tag(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.US_ASCII);
  }
}
