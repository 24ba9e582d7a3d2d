package io.millrace.pipelines.book.audio;

import java.nio.file.Path;
import java.util.List;

/// The options that make every AAC stream of an audiobook alike, so that they can be joined.
///
/// FFmpeg's own AAC encoder, because every FFmpeg has it, with its fast coder: three times the
/// speed of the default one, and at 64 kb/s mono there are bits to spare for speech. ADTS framing,
/// because its frames can be counted and joined. The bitexact flags keep versions out: same sound,
/// same bytes.
final class AacEncoder {

  private AacEncoder() {}

  /// FFmpeg's arguments for one output file.
  static List<String> output(int sampleRate, Path aac) {
    return List.of(
        "-map", "0:a:0",
        "-map_metadata", "-1",
        "-ac", "1",
        "-ar", Integer.toString(sampleRate),
        "-c:a", "aac",
        "-profile:a", "aac_low",
        "-aac_coder", "fast",
        "-b:a", "64k",
        "-fflags", "+bitexact",
        "-flags:a", "+bitexact",
        "-f", "adts",
        "-y", Ffmpeg.url(aac));
  }
}
