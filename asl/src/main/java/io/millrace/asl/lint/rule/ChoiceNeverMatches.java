package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Verdict;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `choice-never-matches`: a rule that no data can match, or that is never asked.
final class ChoiceNeverMatches implements Rule {
  @Override
  public List<String> names() {
    return List.of("choice-never-matches");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    for (StateNode choice : subject.machine().states("Choice")) {
      List<Verdict> verdicts = subject.analysis().verdicts(choice);
      for (int i = 0; i < verdicts.size(); i++) {
        String rule = "rule " + (i + 1) + " of `" + choice.name() + "`";
        String problem =
            switch (verdicts.get(i)) {
              case NEVER -> rule + " can never match: the value it tests is known, or cannot exist";
              case SHADOWED -> rule + " is never asked: a rule before it always matches";
              case ALWAYS, OPEN -> "";
            };
        if (!problem.isEmpty()) {
          report
              .warning(
                  "choice-never-matches", choice, Pointers.child(choice.at("Choices"), i), problem)
              .hint("Test the path that the data really come in, or remove the rule.");
        }
      }
    }
  }
}
