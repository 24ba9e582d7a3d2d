package io.millrace.cli.book;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The native programs that tests with sound need.
final class Programs {
  private Programs() {}

  static boolean areThere() {
    return isThere("MILLRACE_FFMPEG", "ffmpeg") && isThere("MILLRACE_ESPEAK", "espeak-ng");
  }

  private static boolean isThere(String variable, String name) {
    String named = System.getenv(variable);
    if (named != null) return Files.isExecutable(Path.of(named));
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
