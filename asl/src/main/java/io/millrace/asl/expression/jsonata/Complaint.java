package io.millrace.asl.expression.jsonata;

/// Something wrong with a JSONata expression in a definition.
///
/// @param pointer where within the compiled field, as a JSON pointer; empty for the field itself
/// @param kind which of AWS's codes it has
/// @param message one sentence, as AWS words it
public record Complaint(String pointer, Kind kind, String message) {
  /// What is wrong.
  public enum Kind {
    /// It is not JSONata.
    INVALID,
    /// It refers to what does not exist there.
    UNSUPPORTED,
    /// The string starts like an expression and does not end like one.
    UNTERMINATED
  }
}
