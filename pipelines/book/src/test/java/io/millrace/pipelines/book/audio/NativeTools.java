package io.millrace.pipelines.book.audio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.pipelines.book.audio.process.ToolCommand;
import io.millrace.pipelines.book.audio.process.ToolMissingException;
import io.millrace.pipelines.book.speech.Espeak;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The programs tests need; a test that asks for one that is not installed is skipped, saying so.
public final class NativeTools {

  private NativeTools() {}

  public static Ffmpeg ffmpeg() {
    var ffmpeg = Ffmpeg.locate(System.getenv());
    require(ffmpeg.command(List.of("-version")));
    return ffmpeg;
  }

  public static Espeak espeak() {
    var espeak = Espeak.locate(System.getenv());
    require(new ToolCommand("espeak-ng", "", espeak.executable(), List.of("--version"), Map.of()));
    return espeak;
  }

  private static void require(ToolCommand command) {
    try {
      command.run(ToolCommand.Feed.nothing(), ToolCommand.Drain.ignore());
    } catch (ToolMissingException e) {
      assumeTrue(false, command.name() + " is not installed: skipped");
    }
  }

  /// All samples of a file's sound as FFmpeg decodes it, mono at its own rate.
  public static short[] decode(Path file) {
    var bytes = new ByteArrayOutputStream();
    ffmpeg()
        .command(
            List.of("-i", Ffmpeg.url(file), "-map", "0:a:0", "-ac", "1", "-f", "s16le", "pipe:1"))
        .run(ToolCommand.Feed.nothing(), out -> out.transferTo(bytes));
    var buffer = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    var samples = new short[buffer.remaining() / 2];
    buffer.asShortBuffer().get(samples);
    return samples;
  }

  /// What FFmpeg says of a file when it is given no output.
  public static String describe(Path file) {
    return output(
        new ToolCommand(
            "ffmpeg",
            "",
            ffmpeg().executable(),
            List.of("-i", file.toString(), "-f", "null", "-t", "0", "-"),
            Map.of()));
  }

  /// The integrated loudness FFmpeg's own meter finds, in LUFS.
  public static double ebur128(Path file) {
    var said =
        output(
            new ToolCommand(
                "ffmpeg",
                "",
                ffmpeg().executable(),
                List.of(
                    "-nostats",
                    "-i",
                    file.toString(),
                    "-af",
                    "ebur128=peak=true",
                    "-f",
                    "null",
                    "-"),
                Map.of()));
    var summary = said.substring(said.lastIndexOf("Integrated loudness"));
    return Double.parseDouble(summary.replaceAll("(?s).*?I:\\s*(-?[\\d.]+) LUFS.*", "$1"));
  }

  /// ffprobe's answer; skips the test where there is no ffprobe.
  public static String probe(String... arguments) {
    var executable = Path.of("ffprobe");
    require(new ToolCommand("ffprobe", "", executable, List.of("-version"), Map.of()));
    var answer = new ByteArrayOutputStream();
    new ToolCommand("ffprobe", "", executable, List.of(arguments), Map.of())
        .run(ToolCommand.Feed.nothing(), out -> out.transferTo(answer));
    return answer.toString(StandardCharsets.UTF_8);
  }

  private static String output(ToolCommand command) {
    return command.run(ToolCommand.Feed.nothing(), ToolCommand.Drain.ignore());
  }
}
