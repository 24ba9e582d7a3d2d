package io.millrace.local.glue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Jobs and runs on disk: `jobs/{job}.json`, `runs/{run}/run.json`, and beside the latter what its
/// programs wrote. A file is replaced whole and flushed before a method returns.
///
/// Throws [UncheckedIOException] when the disk refuses.
record GlueFolder(Path root) {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  void create() {
    try {
      Files.createDirectories(jobs());
      Files.createDirectories(runs());
    } catch (IOException e) {
      throw failed("be made", root, e);
    }
  }

  private Path jobs() {
    return root.resolve("jobs");
  }

  private Path runs() {
    return root.resolve("runs");
  }

  /// Where a run's programs work.
  Path run(String id) {
    return runs().resolve(id);
  }

  private Path job(String name) {
    return jobs()
        .resolve(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A") + ".json");
  }

  void write(String name, ObjectNode job) {
    replace(job(name), job);
  }

  void delete(String name) {
    var file = job(name);
    try {
      if (Files.deleteIfExists(file)) {
        flush(jobs());
      }
    } catch (IOException e) {
      throw failed("be deleted", file, e);
    }
  }

  void write(JobRun run) {
    var folder = run(run.id());
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
        flush(runs());
      }
    } catch (IOException e) {
      throw failed("be made", folder, e);
    }
    replace(folder.resolve("run.json"), run);
  }

  /// Deletes a run and what its programs wrote. Its record goes first: without it the rest is no
  /// run.
  void delete(JobRun run) {
    var folder = run(run.id());
    try {
      Files.deleteIfExists(folder.resolve("run.json"));
      try (var tree = Files.walk(folder)) {
        for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw failed("be deleted", folder, e);
    }
  }

  /// All jobs by name, in the order of their names.
  Map<String, ObjectNode> readJobs() {
    var found = new LinkedHashMap<String, ObjectNode>();
    for (var file : entries(jobs())) {
      var name = file.getFileName().toString();
      if (name.endsWith(".json")) {
        found.put(
            URLDecoder.decode(name.substring(0, name.length() - 5), StandardCharsets.UTF_8),
            (ObjectNode) read(file, JsonNode.class));
      }
    }
    return found;
  }

  /// All runs. One whose first record was not finished was never acknowledged and does not count.
  List<JobRun> readRuns() {
    return entries(runs()).stream()
        .map(folder -> folder.resolve("run.json"))
        .filter(Files::exists)
        .map(file -> read(file, JobRun.class))
        .toList();
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw failed("be listed", folder, e);
    }
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(Files.readAllBytes(file), type);
    } catch (IOException e) {
      throw failed("be read", file, e);
    }
  }

  private static void replace(Path file, Object content) {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
      flush(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flush(file.getParent());
    } catch (IOException e) {
      throw failed("be written", file, e);
    }
  }

  private static void flush(Path path) throws IOException {
    var option = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (var channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  private static UncheckedIOException failed(String what, Path path, IOException e) {
    return new UncheckedIOException(
        path + " of the Glue endpoint could not " + what + ": " + e + ".", e);
  }
}
