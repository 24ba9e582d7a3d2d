package io.millrace.cli.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.output.StageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// A folder through which a trial and the server it tries speak: which runs are to fail, and which
/// messages were delivered how often. Servers at work have none.
///
/// @param folder exists
public record StageTrial(Path folder) {

  /// A message as a pipe received it.
  ///
  /// @param runId of its attribute, else its own id
  /// @param receives how often it has been received, this time included
  public record Delivery(String runId, String messageId, int receives) {}

  private Path faultsFile() {
    return folder.resolve("faults.json");
  }

  private Path deliveriesFile() {
    return folder.resolve("deliveries.txt");
  }

  /// What is to fail at this moment.
  public Optional<StageFaults> faults() throws IOException {
    if (!Files.exists(faultsFile())) {
      return Optional.empty();
    }
    JsonNode said = StageJson.MAPPER.readTree(Files.readString(faultsFile()));
    return Optional.of(
        new StageFaults(said.path("stage").asText(), said.path("percent").asDouble()));
  }

  /// From now on these runs fail.
  public void let(StageFaults faults) throws IOException {
    var json =
        StageJson.MAPPER
            .createObjectNode()
            .put("stage", faults.stage())
            .put("percent", faults.percent());
    Files.writeString(faultsFile(), StageJson.text(json));
  }

  /// From now on none fails.
  public void repair() throws IOException {
    Files.deleteIfExists(faultsFile());
  }

  /// Everything that was delivered, in order. A line that a kill has cut off is left out.
  public List<Delivery> deliveries() throws IOException {
    var deliveries = new ArrayList<Delivery>();
    if (Files.exists(deliveriesFile())) {
      for (var line : Files.readAllLines(deliveriesFile(), StandardCharsets.UTF_8)) {
        var fields = line.split("\t", -1);
        if (fields.length == 4) {
          deliveries.add(new Delivery(fields[0], fields[1], Integer.parseInt(fields[2])));
        }
      }
    }
    return deliveries;
  }

  /// Hears what a client receives, and writes it down.
  ExecutionInterceptor noting() {
    return new ExecutionInterceptor() {
      @Override
      public void afterExecution(
          Context.AfterExecution context, ExecutionAttributes executionAttributes) {
        if (context.response() instanceof ReceiveMessageResponse received
            && received.hasMessages()) {
          note(received.messages());
        }
      }
    };
  }

  private synchronized void note(List<Message> messages) {
    var lines = new StringBuilder();
    for (var message : messages) {
      var named = message.messageAttributes().get("runId");
      var runId =
          named == null || named.stringValue() == null ? message.messageId() : named.stringValue();
      var receives = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
      lines.append(runId.replaceAll("\\s", "_")).append('\t').append(message.messageId());
      lines.append('\t').append(receives).append("\t.\n");
    }
    try {
      Files.writeString(
          deliveriesFile(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
