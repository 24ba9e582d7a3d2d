package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.triggers.pipe.PipeSettings.InvocationType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pipe in the words of EventBridge Pipes' CreatePipe, as far as this one has a queue and a state
/// machine. What it does not understand it refuses; a role is taken and not looked at.
///
/// Of our own settings two can be given as tags, so that the same document creates the pipe on AWS:
/// `millrace:concurrency` and `millrace:name-from` (see [PipeSettings]).
public final class PipeDocument {
  private static final Set<String> FIELDS =
      Set.of(
          "Name",
          "Source",
          "SourceParameters",
          "Target",
          "TargetParameters",
          "DesiredState",
          "Description",
          "RoleArn",
          "Tags");

  private PipeDocument() {}

  /// @param document of the request; a `Name` in it does not count
  /// @throws IllegalArgumentException saying what is wrong
  public static PipeSettings settings(String name, JsonNode document) {
    requireKnown(document, FIELDS, "");
    JsonNode source = document.path("SourceParameters");
    requireKnown(source, Set.of("SqsQueueParameters", "FilterCriteria"), "SourceParameters");
    JsonNode queue = source.path("SqsQueueParameters");
    requireKnown(
        queue, Set.of("BatchSize", "MaximumBatchingWindowInSeconds"), "SqsQueueParameters");
    JsonNode target = document.path("TargetParameters");
    requireKnown(
        target, Set.of("InputTemplate", "StepFunctionStateMachineParameters"), "TargetParameters");
    JsonNode tags = document.path("Tags");
    return new PipeSettings(
        name,
        text(document, "Source"),
        queue.path("BatchSize").asInt(1),
        Duration.ofSeconds(queue.path("MaximumBatchingWindowInSeconds").asLong(0)),
        filters(source.path("FilterCriteria")),
        text(document, "Target"),
        template(target.get("InputTemplate")),
        invocation(target.path("StepFunctionStateMachineParameters").path("InvocationType")),
        number(tags, "millrace:concurrency", PipeSettings.CONCURRENCY),
        tags.path("millrace:name-from").textValue(),
        PipeSettings.POLL,
        PipeSettings.DRAIN);
  }

  /// Whether the pipe is to run: `DesiredState`, RUNNING unless it says STOPPED.
  ///
  /// @throws IllegalArgumentException when it says something else
  public static boolean isToRun(JsonNode document) {
    String state = document.path("DesiredState").asText("RUNNING");
    return switch (state) {
      case "RUNNING" -> true;
      case "STOPPED" -> false;
      default ->
          throw new IllegalArgumentException(
              "DesiredState is '" + state + "'; it has to be RUNNING or STOPPED");
    };
  }

  private static List<String> filters(JsonNode criteria) {
    List<String> patterns = new ArrayList<>();
    criteria.path("Filters").forEach(filter -> patterns.add(text(filter, "Pattern")));
    return patterns;
  }

  /// An empty template takes an earlier one away (API_UpdatePipe).
  private static @Nullable String template(@Nullable JsonNode template) {
    return template == null || template.asText().isEmpty() ? null : template.asText();
  }

  private static InvocationType invocation(JsonNode type) {
    String text = type.asText("REQUEST_RESPONSE");
    for (InvocationType known : InvocationType.values()) {
      if (known.name().equals(text)) return known;
    }
    throw new IllegalArgumentException(
        "InvocationType is '" + text + "'; it has to be REQUEST_RESPONSE or FIRE_AND_FORGET");
  }

  private static int number(JsonNode tags, String tag, int otherwise) {
    JsonNode value = tags.get(tag);
    if (value == null) return otherwise;
    try {
      return Integer.parseInt(value.asText());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the tag " + tag + " is no number: " + value.asText(), e);
    }
  }

  private static String text(JsonNode object, String field) {
    String value = object.path(field).textValue();
    if (value == null) throw new IllegalArgumentException("a pipe needs a " + field);
    return value;
  }

  private static void requireKnown(JsonNode object, Set<String> fields, String where) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw new IllegalArgumentException(
            "'%s'%s is not understood: pipes here go from an SQS queue to a state machine, without enrichment"
                .formatted(name, where.isEmpty() ? "" : " in " + where));
      }
    }
  }
}
