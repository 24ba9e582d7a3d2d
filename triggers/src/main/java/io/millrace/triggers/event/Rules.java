package io.millrace.triggers.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.StatusInterest;
import io.millrace.triggers.Json;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All rules of a server.
///
/// @param all disabled ones, too
public record Rules(List<Rule> all) {
  private static final Set<ExecutionStatus> STATUSES =
      EnumSet.of(
          ExecutionStatus.RUNNING,
          ExecutionStatus.SUCCEEDED,
          ExecutionStatus.FAILED,
          ExecutionStatus.TIMED_OUT,
          ExecutionStatus.ABORTED);

  public Rules {
    all = List.copyOf(all);
    Set<String> names = new HashSet<>();
    for (Rule rule : all) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("there are two rules with the Name " + rule.name());
      }
    }
  }

  /// What commits have to note for these rules: what their patterns name word for word. A pattern
  /// that names no status or state machine that way is interested in all.
  public StatusInterest interest() {
    Set<ExecutionStatus> statuses = EnumSet.noneOf(ExecutionStatus.class);
    Set<String> machines = new HashSet<>();
    boolean isAnyMachine = false;
    for (Rule rule : enabled()) {
      JsonNode pattern = Objects.requireNonNull(Json.parse(rule.pattern().toString()));
      Set<String> named = exact(pattern, "status");
      for (ExecutionStatus status : STATUSES) {
        if (named == null || named.contains(status.name())) statuses.add(status);
      }
      Set<String> arns = exact(pattern, "stateMachineArn");
      if (arns == null) {
        isAnyMachine = true;
      } else {
        machines.addAll(arns);
      }
    }
    return new StatusInterest(statuses, isAnyMachine ? null : machines);
  }

  /// Targets of the rules that match, by their keys (rule and target).
  Map<String, RuleTarget> targetsOf(String event) {
    Map<String, RuleTarget> targets = new LinkedHashMap<>();
    for (Rule rule : enabled()) {
      if (!rule.pattern().matches(event)) continue;
      for (RuleTarget target : rule.targets()) {
        targets.put(rule.name() + "/" + target.id(), target);
      }
    }
    return targets;
  }

  private List<Rule> enabled() {
    return all.stream().filter(Rule::isEnabled).toList();
  }

  /// The strings that a pattern lists for a field of the detail, or null when it allows others.
  private static @Nullable Set<String> exact(JsonNode pattern, String field) {
    JsonNode listed = pattern.path("detail").path(field);
    if (!listed.isArray() || pattern.path("detail").has("$or")) return null;
    Set<String> strings = new HashSet<>();
    for (JsonNode one : listed) {
      if (!one.isTextual()) return null;
      strings.add(one.textValue());
    }
    return strings;
  }
}
