package io.millrace.cli.stages.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Where a demo keeps what it needs.
///
/// @param root of it all
/// @param temporary whether it goes when the demo ends
record DemoFolder(Path root, boolean temporary) implements AutoCloseable {

  /// @param asked by a person, or null for a temporary one
  static DemoFolder of(@Nullable Path asked) throws IOException {
    var root =
        asked == null
            ? Files.createTempDirectory("millrace-stages-demo")
            : Files.createDirectories(asked.toAbsolutePath().normalize());
    var folder = new DemoFolder(root, asked == null);
    Files.createDirectories(folder.trial());
    return folder;
  }

  Path data() {
    return root.resolve("server");
  }

  Path trial() {
    return root.resolve("trial");
  }

  Path log() {
    return root.resolve("server.log");
  }

  Path published(String tag) {
    return root.resolve("published-" + tag + ".txt");
  }

  Path redriven(String tag) {
    return root.resolve("redriven-" + tag + ".txt");
  }

  Path chain() {
    return root.resolve("demo.yaml");
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      try (var tree = Files.walk(root)) {
        for (var path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(path);
        }
      }
    }
  }
}
