package io.millrace.pipelines.book.audio;

import java.util.Optional;

/// The four bytes that head an MPEG audio layer III frame. What is not layer III is no header.
public record Mp3Header(int sampleRate, int samples, int bytes, int channels, boolean mpeg1) {

  public static final int LENGTH = 4;

  private static final int[] MPEG1_KBPS = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] MPEG2_KBPS = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };
  private static final int[] MPEG1_RATES = {44_100, 48_000, 32_000};

  /// The header at `at`, where [#LENGTH] bytes must be readable; empty when there is none. Frames
  /// of free bit rate, which nobody makes, are not recognised.
  public static Optional<Mp3Header> at(byte[] data, int at) {
    int head =
        (data[at] & 0xFF) << 24
            | (data[at + 1] & 0xFF) << 16
            | (data[at + 2] & 0xFF) << 8
            | (data[at + 3] & 0xFF);
    int version = head >> 19 & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    int layer = head >> 17 & 3; // 1: III
    int bitRate = head >> 12 & 15;
    int rate = head >> 10 & 3;
    boolean sync = (head & 0xFFE00000) == 0xFFE00000;
    if (!sync || version == 1 || layer != 1 || bitRate == 0 || bitRate == 15 || rate == 3) {
      return Optional.empty();
    }
    boolean mpeg1 = version == 3;
    int sampleRate = MPEG1_RATES[rate] / (mpeg1 ? 1 : version == 2 ? 2 : 4);
    int samples = mpeg1 ? 1152 : 576;
    int kbps = (mpeg1 ? MPEG1_KBPS : MPEG2_KBPS)[bitRate];
    int bytes = samples / 8 * kbps * 1000 / sampleRate + (head >> 9 & 1);
    int channels = (head >> 6 & 3) == 3 ? 1 : 2;
    return Optional.of(new Mp3Header(sampleRate, samples, bytes, channels, mpeg1));
  }
}
