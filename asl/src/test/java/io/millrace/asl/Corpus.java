package io.millrace.asl;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The conformance corpus, which lies beside the repository. Tests that need it are skipped where
/// it is absent.
public final class Corpus {
  private Corpus() {}

  /// A folder of the corpus; skips the test when there is none.
  public static Path folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      for (String base : List.of("../shared/conformance", "../../shared/conformance")) {
        Path folder = at.resolve(base).resolve(name).normalize();
        if (Files.isDirectory(folder)) {
          return folder;
        }
      }
    }
    return abort(
        "skipped: the folder shared/conformance/" + name + " is not beside the repository");
  }

  /// All files below a folder with this ending, sorted.
  public static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file's text.
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file's JSON.
  public static JsonNode json(Path file) {
    try {
      return Json.mapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
