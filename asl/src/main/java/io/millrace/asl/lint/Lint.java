package io.millrace.asl.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.flow.Analysis;
import io.millrace.asl.lint.flow.Flow;
import io.millrace.asl.lint.machine.Machine;
import io.millrace.asl.lint.rule.Report;
import io.millrace.asl.lint.rule.Rule;
import io.millrace.asl.lint.rule.Rules;
import io.millrace.asl.lint.shape.Examples;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Shape;
import java.util.List;

/// The way into the linter. It takes definitions that AWS would refuse, too: one mistake does not
/// hide the others.
public final class Lint {
  private Lint() {}

  /// Findings about a definition in JSON, in the order of the text; none when the text is no JSON
  /// object, which [io.millrace.asl.Asl#parse] reports.
  public static List<Finding> check(String definition, LintOptions options) {
    JsonNode root;
    try {
      root = Json.parse(definition);
    } catch (JsonProcessingException e) {
      return List.of();
    }
    if (!root.isObject()) {
      return List.of();
    }
    Machine machine = Machine.of(root);
    JsonNode example = options.example();
    Shape input = example == null ? Shape.ANY : Joining.bounded(Examples.example(example));
    Analysis analysis = Flow.follow(machine, input);
    Report report = new Report();
    Rule.Subject subject = new Rule.Subject(machine, analysis, options);
    for (Rule rule : Rules.ALL) {
      rule.check(subject, report);
    }
    return report.findings(Places.of(definition, report.pointers()));
  }

  /// The names of all rules, as [Finding#rule] has them.
  public static List<String> rules() {
    return Rules.ALL.stream().flatMap(rule -> rule.names().stream()).toList();
  }
}
