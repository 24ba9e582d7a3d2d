package io.millrace.asl.lint;

/// Findings as golden files have them.
final class FindingText {
  private FindingText() {}

  static String of(String definition, LintOptions options) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : Lint.check(definition, options)) {
      text.append(finding.span().line())
          .append(':')
          .append(finding.span().column())
          .append(' ')
          .append(finding.severity())
          .append(' ')
          .append(finding.rule())
          .append(finding.state() == null ? "" : " [" + finding.state() + "]")
          .append(' ')
          .append(finding.message())
          .append('\n');
      for (Finding.Reason reason : finding.reasons()) {
        text.append("    because ")
            .append(reason.span() == null ? "" : "line " + reason.span().line() + ": ")
            .append(reason.text())
            .append('\n');
      }
      if (finding.hint() != null) {
        text.append("    hint: ").append(finding.hint()).append('\n');
      }
    }
    return text.toString();
  }
}
