package io.millrace.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.Asl;
import io.millrace.asl.Diagnostic;
import io.millrace.asl.Parsed;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Finding.Reason;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.Lint;
import io.millrace.asl.lint.LintOptions;
import io.millrace.asl.model.Span;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.cli.definition.DefinitionFile;
import io.millrace.cli.definition.UnreadableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file and all that is found about it, by the parser and by the linter, in the order of the
/// text. Places are those of the file as it is written.
record LintedFile(DefinitionFile file, List<Finding> findings) {
  /// The rule of [#LENGTH_MAX].
  static final String TOO_LONG = "definition-too-long";

  /// AWS Step Functions API reference, CreateStateMachine: `definition` has 1,048,576 characters at
  /// most.
  private static final int LENGTH_MAX = 1_048_576;

  /// A Resource with a placeholder.
  private static final Pattern RESOURCE =
      Pattern.compile("(\"Resource\"\\s*:\\s*\")([^\"]*\\$\\{[^\"]*)\"");

  LintedFile {
    findings = List.copyOf(findings);
  }

  static LintedFile of(DefinitionFile file, @Nullable JsonNode example, boolean express) {
    List<Finding> linted = new ArrayList<>();
    try {
      tooLong(file.json().length(), linted);
      for (Finding finding : Lint.check(file.json(), new LintOptions(example, express))) {
        linted.add(inFile(file, finding));
      }
    } catch (UnreadableException e) {
      // The parser says the same.
      linted.clear();
    }
    Parsed<StateMachineDefinition> parsed = parsed(file);
    List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
    StateMachineDefinition definition = parsed.value();
    if (express && definition != null) {
      for (Diagnostic found : Asl.checkExpress(definition)) {
        diagnostics.add(found.at(file.inThisFile(found.span())));
      }
    }
    List<Finding> all = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      if (!isSaidBetter(diagnostic, linted)) {
        all.add(finding(diagnostic));
      }
    }
    all.addAll(linted);
    all.sort(
        Comparator.comparingInt((Finding f) -> f.span().line())
            .thenComparingInt(f -> f.span().column())
            .thenComparing(Finding::severity));
    return new LintedFile(file, all);
  }

  private static void tooLong(int length, List<Finding> findings) {
    if (length > LENGTH_MAX) {
      String message =
          String.format(
              Locale.ROOT,
              "the definition has %,d characters; AWS takes %,d at most",
              length,
              LENGTH_MAX);
      String hint =
          "Move a part into a state machine of its own, started by states:startExecution.";
      Span top = new Span("", 1, 1);
      findings.add(new Finding(Severity.ERROR, TOO_LONG, top, null, message, List.of(), hint));
    }
  }

  /// As the parser will see the definition once placeholders such as `${Function.Arn}` are
  /// replaced; the linter tells of them.
  private static Parsed<StateMachineDefinition> parsed(DefinitionFile file) {
    String text;
    try {
      text = file.json();
    } catch (UnreadableException e) {
      return file.parse();
    }
    String deployed = RESOURCE.matcher(text).replaceAll(LintedFile::deployed);
    if (deployed.equals(text)) {
      return file.parse();
    }
    return file.parsedAs(deployed);
  }

  private static String deployed(MatchResult resource) {
    String filled = resource.group(2).replaceAll("\\$\\{[^}]*}", "x");
    String arn = filled.startsWith("arn:") ? filled : "arn:aws:lambda:x:x:function:x";
    return Matcher.quoteReplacement(resource.group(1) + arn + "\"");
  }

  /// The parser knows no field such as `MaxConcurrency.$`; the linter knows what is meant.
  private static boolean isSaidBetter(Diagnostic diagnostic, List<Finding> linted) {
    return diagnostic.rule().equals("unknown-field")
        && linted.stream()
            .anyMatch(
                f ->
                    f.rule().equals("dynamic-field")
                        && f.span().line() == diagnostic.span().line());
  }

  private static Finding finding(Diagnostic diagnostic) {
    Severity severity =
        switch (diagnostic.severity()) {
          case ERROR -> Severity.ERROR;
          case WARNING -> Severity.WARNING;
        };
    return new Finding(
        severity,
        diagnostic.rule(),
        diagnostic.span(),
        state(diagnostic.span().pointer()),
        diagnostic.message().strip(),
        List.of(),
        diagnostic.hint());
  }

  /// The innermost state a pointer leads into, or null.
  private static @Nullable String state(String pointer) {
    String[] parts = pointer.split("/", -1);
    String state = null;
    for (int i = 0; i + 1 < parts.length; i++) {
      if (parts[i].equals("States")) {
        state = parts[i + 1].replace("~1", "/").replace("~0", "~");
      }
    }
    return state;
  }

  private static Finding inFile(DefinitionFile file, Finding finding) {
    List<Reason> reasons = new ArrayList<>();
    for (Reason reason : finding.reasons()) {
      Span span = reason.span();
      reasons.add(new Reason(span == null ? null : file.inThisFile(span), reason.text()));
    }
    return new Finding(
        finding.severity(),
        finding.rule(),
        file.inThisFile(finding.span()),
        finding.state(),
        finding.message(),
        reasons,
        finding.hint());
  }

  long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
