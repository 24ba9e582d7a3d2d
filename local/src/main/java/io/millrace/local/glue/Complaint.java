package io.millrace.local.glue;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A failed program's last words: a run's ErrorMessage.
final class Complaint {
  private static final int LINES_MAX = 12;
  private static final int CHARACTERS_MAX = 2_000;
  private static final int TAIL_BYTES = 256 * 1024;

  /// Exit codes over this one are 128 and a signal's number, as a shell tells it.
  private static final int SIGNALS = 128;

  /// Frames of stack traces, and log lines below ERROR in Spark's and in other usual forms.
  private static final Pattern NOISE =
      Pattern.compile(
          "^\\s+at .*|^\\s*\\.\\.\\. \\d+ more$|^\\s*$|^WARNING: .*|^(\\S+"
              + " ){0,3}(WARN|INFO|DEBUG|TRACE)\\b.*|^Using Spark's default log4j profile.*");

  private static final Pattern OUT_OF_MEMORY = Pattern.compile(".*OutOfMemoryError.*");

  private Complaint() {}

  /// @param code nothing when the program was ended together with its shell
  static String of(OptionalInt code, Path folder) throws IOException {
    var words = new ArrayList<String>();
    if (code.isEmpty()) {
      words.add("The program vanished: it was killed, or the machine went down.");
    } else if (code.getAsInt() > SIGNALS) {
      words.add("The program was ended by signal " + (code.getAsInt() - SIGNALS) + ".");
    } else {
      words.add("The program ended with exit code " + code.getAsInt() + ".");
    }
    // HotSpot says this on standard output when it gives up.
    tail(folder.resolve("output.log")).stream()
        .filter(line -> OUT_OF_MEMORY.matcher(line).matches())
        .findFirst()
        .ifPresent(words::add);
    var lines = tail(folder.resolve("error.log")).stream().filter(Complaint::matters).toList();
    words.addAll(lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()));
    var text = String.join("\n", words);
    return text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX - 1) + "…";
  }

  private static boolean matters(String line) {
    return !NOISE.matcher(line).matches();
  }

  private static List<String> tail(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var in = Files.newByteChannel(file)) {
      in.position(Math.max(0, in.size() - TAIL_BYTES));
      var bytes = Channels.newInputStream(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
