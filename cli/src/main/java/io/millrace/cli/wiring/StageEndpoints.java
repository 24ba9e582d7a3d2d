package io.millrace.cli.wiring;

import com.fasterxml.jackson.core.type.TypeReference;
import io.millrace.pipelines.stages.output.StageJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/// Tells other commands on this machine where the services of a server are: a file in its data
/// folder, which stays when it ends, as the ports do.
public final class StageEndpoints {
  private static final String FILE = "endpoints.json";

  private StageEndpoints() {}

  /// Says where they are.
  static void write(Path data, Map<String, URI> endpoints) throws IOException {
    var draft = Files.createTempFile(data, "endpoints", null);
    Files.write(draft, StageJson.MAPPER.writeValueAsBytes(new TreeMap<>(endpoints)));
    Files.move(
        draft,
        data.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Where they are, or were last; empty when no server with stages has run on this folder.
  public static Map<String, URI> read(Path data) throws IOException {
    var file = data.resolve(FILE);
    return Files.exists(file)
        ? StageJson.MAPPER.readValue(Files.readAllBytes(file), new TypeReference<>() {})
        : Map.of();
  }
}
