package io.millrace.asl.expression.intrinsic;

/// A function cannot work with its arguments. It says no more, as AWS says no more.
final class IntrinsicException extends Exception {
  private static final long serialVersionUID = 1L;

  IntrinsicException() {
    super(null, null, false, false);
  }
}
