package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `inline-concurrency`: an inline Map runs about 40 iterations at once at most. AWS developer
/// guide, "Inline mode": "up to 40 concurrent iterations".
final class InlineConcurrency implements Rule {
  @Override
  public List<String> names() {
    return List.of("inline-concurrency");
  }

  private static final int INLINE_MAX = 40;

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode map : subject.machine().states("Map")) {
      if (map.isDistributed()) {
        continue;
      }
      JsonNode constant = map.json().path("MaxConcurrency");
      if (constant.isNumber()) {
        if (constant.asLong() == 0) {
          unlimited(report, map, map.at("MaxConcurrency"), "0");
        }
        report(report, map, "MaxConcurrency", constant.asLong(), "is");
        continue;
      }
      if (!isSet(map)) {
        unlimited(report, map, map.pointer(), "absent");
        continue;
      }
      for (Read read : subject.analysis().reads()) {
        boolean limit = read.state() == map && read.pointer().startsWith(map.at("MaxConcurrency"));
        if (limit) {
          dynamic(report, map, read);
          break;
        }
      }
    }
  }

  private static boolean isSet(StateNode map) {
    return map.has("MaxConcurrency")
        || map.has("MaxConcurrencyPath")
        || map.has("MaxConcurrency.$");
  }

  /// AWS developer guide, "Map state": 0, and nothing, mean as many as possible.
  private static void unlimited(Report report, StateNode map, String pointer, String is) {
    boolean works =
        map.graphs().stream().flatMap(g -> g.allStates().stream()).anyMatch(s -> s.isType("Task"));
    if (works) {
      report
          .note(
              "inline-concurrency",
              map,
              pointer,
              "MaxConcurrency of `"
                  + map.name()
                  + "` is "
                  + is
                  + ": its tasks start for about 40 items at once")
          .hint("Set MaxConcurrency to what the services behind the tasks take.");
    }
  }

  private static void dynamic(Report report, StateNode map, Read read) {
    JsonNode example = read.found().example();
    if (example != null && example.isNumber()) {
      report(report, map, read.text(), example.asLong(), "is, in the example input,");
      return;
    }
    report
        .note(
            "inline-concurrency",
            map,
            read.pointer(),
            "`"
                + map.name()
                + "` is inline: it runs about 40 iterations at once at most, whatever `"
                + read.text()
                + "` says")
        .hint("For more, set \"Mode\": \"DISTRIBUTED\" in ProcessorConfig.");
  }

  private static void report(Report report, StateNode map, String what, long value, String is) {
    if (value <= INLINE_MAX) {
      return;
    }
    String field =
        map.has("MaxConcurrency")
            ? "MaxConcurrency"
            : map.has("MaxConcurrencyPath") ? "MaxConcurrencyPath" : "MaxConcurrency.$";
    report
        .warning(
            "inline-concurrency",
            map,
            map.at(field),
            "`"
                + what
                + "` "
                + is
                + " "
                + value
                + ", but an inline Map runs about 40 iterations at"
                + " once at most")
        .hint("Ask for at most 40, or set \"Mode\": \"DISTRIBUTED\" in ProcessorConfig.");
  }
}
