package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.loudness.Leveller;
import io.millrace.pipelines.book.audio.process.ToolCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Second pass over a recorded voice: levels the samples and has FFmpeg encode them, to MP3 and to
/// AAC in one run. The AAC is what an audiobook is made of: made here, from the samples, it costs
/// no decoding of the MP3 later and has gone through one lossy encoder instead of two. Thread-safe.
///
/// Both at the voice's own rate: espeak-ng speaks at 22.05 kHz, so a higher rate would double the
/// work and hold nothing more. 64 kb/s mono is far above what LAME needs there, which is why its
/// quality level 7 (no noise shaping, 1.8 times as fast as the default) is not heard. The file, not
/// a pipe, is written because only a seekable output gets the LAME tag, from which decoders know
/// the exact number of samples. The bitexact flags keep versions and dates out: same text, same
/// bytes.
public final class RecordingEncoder {

  private static final int BLOCK = 1 << 15; // samples

  private final Ffmpeg ffmpeg;

  public RecordingEncoder(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /// Encodes the whole recording to `mp3` and to `aac` (ADTS), brought to one loudness.
  public void encode(PcmRecording recording, Path mp3, Path aac) {
    var rate = recording.sampleRate();
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-f", "s16le", "-ar", Integer.toString(rate), "-ac", "1"));
    arguments.addAll(List.of("-i", "pipe:0"));
    arguments.addAll(mp3Output(mp3));
    arguments.addAll(AacEncoder.output(rate, aac));
    var leveller = new Leveller(recording.loudness(), rate);
    ffmpeg
        .command(arguments)
        .run(stdin -> level(recording.file(), leveller, stdin), ToolCommand.Drain.ignore());
  }

  private static List<String> mp3Output(Path mp3) {
    return List.of(
        "-map", "0:a:0",
        "-map_metadata", "-1",
        "-fflags", "+bitexact",
        "-flags:a", "+bitexact",
        "-c:a", "libmp3lame",
        "-b:a", "64k",
        "-compression_level", "7",
        "-id3v2_version", "0",
        "-f", "mp3",
        "-y", Ffmpeg.url(mp3));
  }

  private static void level(Path pcm, Leveller leveller, OutputStream stdin) throws IOException {
    var bytes = ByteBuffer.allocate(BLOCK * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    var samples = new short[BLOCK];
    try (var in = Files.newByteChannel(pcm)) {
      while (in.read(bytes) >= 0) {
        bytes.flip();
        int count = bytes.remaining() / Short.BYTES;
        bytes.asShortBuffer().get(samples, 0, count);
        bytes.position(count * Short.BYTES);
        bytes.compact();
        write(leveller.process(samples, count), stdin);
      }
    }
    write(leveller.finish(), stdin);
  }

  private static void write(short[] samples, OutputStream out) throws IOException {
    var bytes = ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    out.write(bytes.array());
  }
}
