package io.millrace.pipelines.book.audio;

import java.io.ByteArrayOutputStream;

/// MP3 frames that decode to silence, made without an encoder: a frame whose side information and
/// data are all zero has nothing to play.
public final class Mp3Silence {

  private static final int MPEG1_64_KBPS = 5;
  private static final int MPEG2_64_KBPS = 8;

  private Mp3Silence() {}

  /// Mono frames of at least this many seconds at 44,100, 24,000 or 22,050 Hz.
  public static byte[] of(double seconds, int sampleRate) {
    int rate =
        switch (sampleRate) {
          case 44_100, 22_050 -> 0;
          case 24_000 -> 1;
          default -> throw new IllegalArgumentException("No silence at " + sampleRate + " Hz");
        };
    boolean mpeg1 = sampleRate == 44_100;
    var head =
        new byte[] {
          (byte) 0xFF,
          (byte) (mpeg1 ? 0xFB : 0xF3), // layer III, no checksum
          (byte) ((mpeg1 ? MPEG1_64_KBPS : MPEG2_64_KBPS) << 4 | rate << 2),
          (byte) 0xC0 // mono
        };
    var header = Mp3Header.at(head, 0).orElseThrow();
    var out = new ByteArrayOutputStream();
    for (long sample = 0; sample < seconds * sampleRate; sample += header.samples()) {
      out.writeBytes(head);
      out.writeBytes(new byte[header.bytes() - head.length]);
    }
    return out.toByteArray();
  }
}
