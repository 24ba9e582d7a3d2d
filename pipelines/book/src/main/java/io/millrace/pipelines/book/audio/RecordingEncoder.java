package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.loudness.Leveller;
import io.millrace.pipelines.book.audio.process.ToolCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        .run(stdin -> level(recording, leveller, stdin), ToolCommand.Drain.ignore());
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

  private static void level(PcmRecording recording, Leveller leveller, OutputStream stdin)
      throws IOException {
    var levelled = new Levelled(leveller, stdin);
    recording.play(levelled);
    levelled.finish();
  }

  /// Levels what it hears and writes it as little-endian bytes, in arrays that are used again.
  private static final class Levelled implements SampleTape.Listener {
    private final Leveller leveller;
    private final OutputStream out;
    private short[] samples = new short[0];
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Levelled(Leveller leveller, OutputStream out) {
      this.leveller = leveller;
      this.out = out;
    }

    @Override
    public void hear(short[] arriving, int count) throws IOException {
      makeRoom(leveller.room(count));
      write(leveller.process(arriving, count, samples));
    }

    void finish() throws IOException {
      makeRoom(leveller.room(0));
      write(leveller.finish(samples));
    }

    private void makeRoom(int needed) {
      if (samples.length < needed) {
        samples = new short[needed];
        bytes = ByteBuffer.allocate(needed * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      }
    }

    private void write(int count) throws IOException {
      bytes.asShortBuffer().put(samples, 0, count);
      out.write(bytes.array(), 0, count * Short.BYTES);
    }
  }
}
