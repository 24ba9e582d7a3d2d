package io.millrace.asl.expression.jsonata;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something wrong with a JSONata expression in a definition.
///
/// @param pointer where within the compiled field, as a JSON pointer; empty for the field itself
/// @param kind which of AWS's codes it has
/// @param message one sentence, as AWS words it
/// @param name the name that is not known, empty where it is something else
/// @param known the names that are
/// @param hint what to do, or null where the known names say it
public record Complaint(
    String pointer,
    Kind kind,
    String message,
    String name,
    Set<String> known,
    @Nullable String hint) {
  /// A complaint that is not about a name.
  public Complaint(String pointer, Kind kind, String message) {
    this(pointer, kind, message, "", Set.of(), null);
  }

  /// What is wrong.
  public enum Kind {
    /// It is not JSONata.
    INVALID,
    /// It refers to what does not exist there.
    UNSUPPORTED,
    /// The string starts like an expression and does not end like one.
    UNTERMINATED,
    /// It calls what neither JSONata nor AWS has and the expression does not define; AWS accepts
    /// that and fails when it runs.
    UNKNOWN_FUNCTION
  }
}
