package io.millrace.asl.expression.intrinsic;

/// A function cannot work with its arguments; the message says why, in one sentence.
final class IntrinsicException extends Exception {
  private static final long serialVersionUID = 1L;

  IntrinsicException(String message) {
    super(message, null, false, false);
  }
}
