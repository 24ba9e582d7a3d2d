package io.millrace.pipelines.book.audio;

import java.nio.file.Path;
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
}
