package io.millrace.pipelines.book.speech;

import java.nio.file.Path;
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
}
