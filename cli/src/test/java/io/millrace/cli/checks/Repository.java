package io.millrace.cli.checks;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the checkout lies that these tests run in.
public final class Repository {
  private Repository() {}

  /// The folder that holds `mill`; found by walking up from the working directory.
  public static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mill")) && Files.exists(folder.resolve("pom.xml")))
        return folder;
    }
    throw new IllegalStateException("no checkout around " + Path.of("").toAbsolutePath());
  }
}
