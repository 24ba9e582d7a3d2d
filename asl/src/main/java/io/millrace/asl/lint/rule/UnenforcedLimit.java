package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `limit-not-enforced`: the input states a limit which no field reads. `shared-limit`: one Map,
/// with one MaxConcurrency, for several tasks that are throttled apart.
final class UnenforcedLimit implements Rule {
  @Override
  public List<String> names() {
    return List.of("limit-not-enforced", "shared-limit");
  }

  /// Where a word ends in camelCase and snake_case.
  private static final Pattern WORDS =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+");

  /// Words, or pairs of words, that make a number a limit.
  private static final Set<String> LIMITS =
      Set.of(
          "parallelism",
          "maxworkers",
          "ratelimit",
          "ratelimits",
          "persecond",
          "perminute",
          "rpm",
          "tps");

  @Override
  public void check(Subject subject, Report report) {
    JsonNode example = subject.options().example();
    if (example != null) {
      String definition = Json.write(subject.machine().json());
      Map<String, JsonNode> limits = new LinkedHashMap<>();
      limits(example, "$", limits);
      limits.forEach(
          (path, value) -> {
            String name = path.substring(path.lastIndexOf('.') + 1);
            if (!isNamed(name, definition)) {
              report
                  .add(
                      Severity.WARNING,
                      "limit-not-enforced",
                      null,
                      "",
                      "the input's `"
                          + path
                          + "` ("
                          + value
                          + ") is read nowhere: nothing keeps to it")
                  .hint("Give the work it limits a Map of its own, with MaxConcurrencyPath.");
            }
          });
    }
    for (StateNode map : subject.machine().states("Map")) {
      shared(map, report);
    }
  }

  /// Whether the definition has this name somewhere as a whole.
  private static boolean isNamed(String name, String definition) {
    String whole = "(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])";
    return Pattern.compile(whole).matcher(definition).find();
  }

  private static boolean isLimit(String name) {
    String before = "";
    for (String part : WORDS.split(name)) {
      String word = part.toLowerCase(Locale.ROOT);
      boolean limit =
          word.startsWith("concurren") || LIMITS.contains(word) || LIMITS.contains(before + word);
      if (limit) {
        return true;
      }
      before = word;
    }
    return false;
  }

  private static void limits(JsonNode node, String path, Map<String, JsonNode> limits) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String below = path + "." + entry.getKey();
      if (entry.getValue().isNumber() && isLimit(entry.getKey())) {
        limits.put(below, entry.getValue());
      } else if (entry.getValue().isObject()) {
        limits(entry.getValue(), below, limits);
      }
    }
  }

  private static void shared(StateNode map, Report report) {
    List<StateNode> throttled = new ArrayList<>();
    throttled(map, throttled);
    if (throttled.size() < 2) {
      return;
    }
    Report.Draft draft =
        report.warning(
            "shared-limit",
            map,
            map.pointer(),
            Words.states(throttled)
                + (throttled.size() == 2 ? " both" : " all")
                + " expect to be throttled, but share the one MaxConcurrency of `"
                + map.name()
                + "`: the smallest of their limits would have to hold for all");
    for (StateNode state : throttled) {
      draft.because(state.at("Retry"), "`" + state.name() + "` retries when it is throttled");
    }
    draft.hint("Give each its own Map, with its own MaxConcurrency.");
  }

  /// Those that the Map's own MaxConcurrency governs: a Map within has its own.
  private static void throttled(StateNode owner, List<StateNode> found) {
    for (Graph graph : owner.graphs()) {
      for (StateNode state : graph.states()) {
        boolean expects =
            state.isType("Task")
                && state.retriers().stream().anyMatch(UnenforcedLimit::expectsThrottling);
        if (expects) {
          found.add(state);
        } else if (state.isType("Parallel")) {
          throttled(state, found);
        }
      }
    }
  }

  /// Lambda's own throttling is everybody's; a provider's is not.
  private static boolean expectsThrottling(Handler retrier) {
    List<String> others = new ArrayList<>(retrier.errorEquals());
    others.removeIf(name -> name.startsWith("Lambda."));
    return RetryWithoutJitter.namesThrottling(
        new Handler(retrier.json(), retrier.pointer(), others));
  }
}
