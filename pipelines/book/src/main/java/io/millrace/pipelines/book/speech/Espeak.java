package io.millrace.pipelines.book.speech;

import io.millrace.pipelines.book.audio.process.ToolCommand;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The espeak-ng program: a path, or a bare name to be found on the PATH. `dataFolder` is its
/// `espeak-ng-data` folder (or the folder that holds it), `libraryFolder` where its shared library
/// lies; null where the system's own are meant.
public record Espeak(Path executable, @Nullable Path dataFolder, @Nullable Path libraryFolder) {

  public static final String VARIABLE = "MILLRACE_ESPEAK";
  public static final String DATA_VARIABLE = "MILLRACE_ESPEAK_DATA";
  public static final String LIBRARY_VARIABLE = "MILLRACE_ESPEAK_LIB";

  /// Where the environment says it is.
  public static Espeak locate(Map<String, String> environment) {
    return new Espeak(
        Path.of(environment.getOrDefault(VARIABLE, "espeak-ng")),
        folder(environment.get(DATA_VARIABLE)),
        folder(environment.get(LIBRARY_VARIABLE)));
  }

  private static @Nullable Path folder(@Nullable String value) {
    return value == null || value.isBlank() ? null : Path.of(value);
  }

  /// One run of it with these arguments.
  ToolCommand command(List<String> arguments) {
    var environment = new HashMap<String, String>();
    if (dataFolder != null) {
      environment.put("ESPEAK_DATA_PATH", dataFolder.toString());
    }
    if (libraryFolder != null) {
      var inherited = System.getenv("LD_LIBRARY_PATH");
      environment.put(
          "LD_LIBRARY_PATH",
          inherited == null || inherited.isEmpty()
              ? libraryFolder.toString()
              : libraryFolder + File.pathSeparator + inherited);
    }
    return new ToolCommand(
        "espeak-ng",
        "Install espeak-ng (Debian: apt-get install espeak-ng) or set "
            + VARIABLE
            + " to its path.",
        executable,
        arguments,
        environment);
  }
}
