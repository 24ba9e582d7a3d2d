package io.millrace.cli.lint;

import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Finding.Reason;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.model.Span;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/// Findings for people: the line at fault with a caret, the chain of reasons with their lines, and
/// what to do.
final class TextReport {
  private static final String INDENT = "  ";
  private static final String MARGIN = "       ";

  private final PrintWriter out;
  private final Style style;

  TextReport(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  /// How wide lines may be, in characters, and whether there are colours.
  record Style(int width, boolean colour) {
    private static final int WIDTH_MIN = 60;
    private static final int WIDTH_MAX = 120;

    static Style ofTerminal() {
      int width = 100;
      try {
        width = Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "100"));
      } catch (NumberFormatException e) {
        // What is no number says nothing about the terminal.
        width = 100;
      }
      int fitting = Math.clamp(width, WIDTH_MIN, WIDTH_MAX);
      return new Style(fitting, Ansi.AUTO.enabled());
    }

    String paint(String code, String text) {
      return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }

    String severity(Severity severity) {
      return switch (severity) {
        case ERROR -> paint("1;31", "ERROR");
        case WARNING -> paint("1;33", "WARNING");
        case NOTE -> paint("1;36", "NOTE");
      };
    }

    String faint(String text) {
      return paint("2", text);
    }
  }

  void print(List<LintedFile> files) {
    for (LintedFile file : files) {
      List<String> lines = file.file().text().lines().toList();
      for (Finding finding : file.findings()) {
        finding(file, finding, lines);
      }
    }
    summary(files);
  }

  private void finding(LintedFile file, Finding finding, List<String> lines) {
    Span span = finding.span();
    String where = file.file().path() + ":" + span.line() + ":" + span.column();
    String state = finding.state() == null ? "" : finding.state() + INDENT;
    out.println(
        style.severity(finding.severity())
            + INDENT
            + style.paint("1", state)
            + style.faint(where + INDENT + "[" + finding.rule() + "]"));
    wrapped(INDENT, capital(finding.message()) + ".");
    excerpt(lines, span, true);
    if (!finding.reasons().isEmpty()) {
      out.println(INDENT + style.faint("because"));
      for (Reason reason : finding.reasons()) {
        reason(lines, reason);
      }
    }
    String hint = finding.hint();
    if (hint != null) {
      out.println(INDENT + style.paint("32", "hint"));
      wrapped(INDENT + INDENT, hint);
    }
    out.println();
  }

  private void reason(List<String> lines, Reason reason) {
    Span span = reason.span();
    if (span == null) {
      wrapped(INDENT + INDENT, reason.text());
      return;
    }
    excerpt(lines, span, false);
    wrapped(MARGIN + style.faint("└ "), reason.text());
  }

  /// The line without its indentation, and a mark below what the finding is about.
  private void excerpt(List<String> lines, Span span, boolean marked) {
    if (span.line() > lines.size()) {
      return;
    }
    String line = lines.get(span.line() - 1);
    String text = line.strip();
    int indentation = line.indexOf(text);
    int at = Math.max(0, span.column() - 1 - indentation);
    int room = style.width - MARGIN.length() - 2;
    int from = at > room - 20 ? at - 10 : 0;
    String shown = text.substring(Math.min(from, text.length()));
    if (shown.length() > room) {
      shown = shown.substring(0, room - 1) + "…";
    }
    out.println(String.format("%6d ", span.line()) + style.faint("│ ") + shown);
    if (marked && !text.isEmpty()) {
      int length = Math.clamp(shown.length() - (at - from), 1, marked(text, at));
      out.println(
          MARGIN
              + style.faint("│ ")
              + " ".repeat(at - from)
              + style.paint("1;31", "^".repeat(length)));
    }
  }

  /// How much is marked: a name with its quotes, else one character.
  private static int marked(String text, int at) {
    if (at >= text.length() || text.charAt(at) != '"') {
      int end = at;
      while (end < text.length()
          && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
        end++;
      }
      return Math.max(1, end - at);
    }
    int end = text.indexOf('"', at + 1);
    return end < 0 ? 1 : end - at + 1;
  }

  private void wrapped(String indent, String text) {
    int plain = indent.replaceAll("\u001B\\[[0-9;]*m", "").length();
    String following = " ".repeat(plain);
    List<String> rows = rows(text, style.width - plain);
    for (int i = 0; i < rows.size(); i++) {
      out.println((i == 0 ? indent : following) + rows.get(i));
    }
  }

  private static List<String> rows(String text, int width) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String word : text.split("\\s+")) {
      if (!row.isEmpty() && row.length() + 1 + word.length() > width) {
        rows.add(row.toString());
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    rows.add(row.toString());
    return rows;
  }

  private static String capital(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return bare.isEmpty() ? bare : Character.toUpperCase(bare.charAt(0)) + bare.substring(1);
  }

  private void summary(List<LintedFile> files) {
    long errors = files.stream().mapToLong(f -> f.count(Severity.ERROR)).sum();
    long warnings = files.stream().mapToLong(f -> f.count(Severity.WARNING)).sum();
    long notes = files.stream().mapToLong(f -> f.count(Severity.NOTE)).sum();
    String where =
        files.size() == 1 ? files.getFirst().file().path().toString() : files.size() + " files";
    @Nullable String clean = errors + warnings + notes == 0 ? "nothing found" : null;
    out.println(
        where
            + ": "
            + (clean == null
                ? plural(errors, "error")
                    + ", "
                    + plural(warnings, "warning")
                    + ", "
                    + plural(notes, "note")
                : clean));
  }

  private static String plural(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
