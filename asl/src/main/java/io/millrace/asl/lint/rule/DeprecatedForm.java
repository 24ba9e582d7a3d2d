package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `deprecated`: forms that AWS still takes and has replaced. AWS developer guide, "Map state":
/// Iterator and Parameters are deprecated.
final class DeprecatedForm implements Rule {
  @Override
  public List<String> names() {
    return List.of("deprecated");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode map : subject.machine().states("Map")) {
      if (map.has("Iterator")) {
        boolean mixed = map.has("ItemSelector");
        report
            .note(
                "deprecated",
                map,
                map.at("Iterator"),
                "Iterator is the old form of ItemProcessor"
                    + (mixed ? "; ItemSelector beside it is of the new form" : ""))
            .hint(
                "Rename it to ItemProcessor and add \"ProcessorConfig\": {\"Mode\": \"INLINE\"} to"
                    + " it.");
      }
      if (map.has("Parameters")) {
        report
            .note(
                "deprecated",
                map,
                map.at("Parameters"),
                "Parameters of a Map is the old form of ItemSelector")
            .hint("Rename it to ItemSelector.");
      }
    }
    for (StateNode task : subject.machine().states("Task")) {
      if (task.text("Resource").endsWith(":states:startExecution.sync")) {
        report
            .note(
                "deprecated",
                task,
                task.at("Resource"),
                "startExecution.sync gives the child's output as a text")
            .hint("startExecution.sync:2 gives it as JSON.");
      }
    }
  }
}
