package io.millrace.pipelines.book.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of AAC frames in ADTS framing, measured by walking from frame head to frame head: no
/// decoder and no estimate is involved, so the count is exact.
record AacTrack(Path file, long frames, int sampleRate) {

  /// Every AAC-LC frame decodes to this many samples.
  static final int FRAME_SAMPLES = 1024;

  private static final int HEAD_BYTES = 7;
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };

  /// Throws [IOException] when the file is anything else than whole ADTS frames of one rate.
  static AacTrack measure(Path file) throws IOException {
    long frames = 0;
    int sampleRate = 0;
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (var head = in.readNBytes(HEAD_BYTES);
          head.length == HEAD_BYTES;
          head = in.readNBytes(HEAD_BYTES)) {
        if ((head[0] & 0xFF) != 0xFF || (head[1] & 0xF6) != 0xF0) {
          throw new IOException("No AAC frame where frame " + frames + " should be in " + file);
        }
        sampleRate = RATES[(head[2] & 0x3C) >> 2];
        int length =
            (head[3] & 0x03) << 11 | (head[4] & 0xFF) << 3 | (head[5] & 0xE0) >> 5; // with the head
        in.skipNBytes(length - HEAD_BYTES);
        frames += 1 + (head[6] & 0x03);
      }
    }
    return new AacTrack(file, frames, sampleRate);
  }

  long samples() {
    return frames * FRAME_SAMPLES;
  }
}
