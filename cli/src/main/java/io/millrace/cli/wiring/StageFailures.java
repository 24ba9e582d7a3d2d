package io.millrace.cli.wiring;

import com.fasterxml.jackson.core.type.TypeReference;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.runtime.Arns;
import io.millrace.triggers.event.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where the messages of failed Standard executions go, for every chain that this data folder has
/// ever served: a pipe deletes a message when its execution starts, so from then on the folder owes
/// it to somebody, also when the server is started again without the chain.
///
/// @param deadLetterQueues ARNs, by the chains' names
record StageFailures(Map<String, String> deadLetterQueues) {
  private static final String FILE = "chains.json";

  StageFailures {
    deadLetterQueues = Map.copyOf(deadLetterQueues);
  }

  /// What earlier processes have left in the folder, and these, which are added to it.
  static StageFailures of(Path data, Map<String, String> served) throws IOException {
    var file = data.resolve(FILE);
    var all = new TreeMap<String, String>();
    if (Files.exists(file)) {
      all.putAll(
          StageJson.MAPPER.readValue(
              Files.readAllBytes(file), new TypeReference<Map<String, String>>() {}));
    }
    var before = Map.copyOf(all);
    all.putAll(served);
    if (!all.equals(before)) {
      var draft = Files.createTempFile(data, "chains", null);
      Files.write(draft, StageJson.MAPPER.writeValueAsBytes(all));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return new StageFailures(all);
  }

  /// A Standard execution that fails puts its message into the chain's dead-letter queue.
  List<Rule> rules() {
    return new TreeMap<>(deadLetterQueues)
        .entrySet().stream()
            .map(
                chain ->
                    Rule.originalMessagesOfFailures(
                        chain.getKey() + "-failed",
                        List.of(Arns.LOCAL.stateMachine(chain.getKey())),
                        chain.getValue()))
            .toList();
  }

  /// What to say of each queue when this process serves none of them.
  Map<String, String> unreachable() {
    return deadLetterQueues.values().stream()
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(),
                queue ->
                    "the queue "
                        + queue
                        + " is there only when the data folder is served with --stages; until then"
                        + " the message is kept"));
  }
}
