package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.LintOptions;
import io.millrace.asl.lint.flow.Analysis;
import io.millrace.asl.lint.machine.Machine;
import java.util.List;

/// Something that is looked for. Stateless.
public interface Rule {
  /// What is looked at.
  record Subject(Machine machine, Analysis analysis, LintOptions options) {}

  /// What its findings are called.
  List<String> names();

  /// Reports all there is to find.
  void check(Subject subject, Report report);
}
