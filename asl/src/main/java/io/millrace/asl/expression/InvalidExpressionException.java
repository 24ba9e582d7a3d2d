package io.millrace.asl.expression;

/// An expression's text is malformed. Thrown while parsing a definition, never at run time; the
/// message says what is wrong, in one sentence.
public final class InvalidExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidExpressionException(String message) {
    super(message);
  }
}
