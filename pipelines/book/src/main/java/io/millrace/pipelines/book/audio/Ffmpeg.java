package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.process.ToolCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The FFmpeg program: a path, or a bare name to be found on the PATH. Any FFmpeg from 4 to 7 with
/// libmp3lame and its own AAC encoder does; ffprobe is not needed.
public record Ffmpeg(Path executable) {

  /// The environment variable that names the program; without it, `ffmpeg` on the PATH.
  public static final String VARIABLE = "MILLRACE_FFMPEG";

  /// Where the environment says it is.
  public static Ffmpeg locate(Map<String, String> environment) {
    return new Ffmpeg(Path.of(environment.getOrDefault(VARIABLE, "ffmpeg")));
  }

  /// One run of it with these arguments: quiet, and never asking.
  ToolCommand command(List<String> arguments) {
    var all = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error", "-nostdin"));
    all.addAll(arguments);
    return new ToolCommand(
        "FFmpeg",
        "Install FFmpeg (Debian: apt-get install ffmpeg) or set " + VARIABLE + " to its path.",
        executable,
        all,
        Map.of());
  }

  /// A file as an argument: absolute and marked as a file, so that no name is taken for an option,
  /// a protocol or a pattern.
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }
}
