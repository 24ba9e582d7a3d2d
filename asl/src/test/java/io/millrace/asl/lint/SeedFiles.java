package io.millrace.asl.lint;

import io.millrace.asl.Corpus;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// The definitions of the requirement documents, as written there.
final class SeedFiles {
  private SeedFiles() {}

  static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(SeedFiles.class.getResource("/lint/seeds")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(String name) {
    return Corpus.text(folder().resolve(name));
  }
}
