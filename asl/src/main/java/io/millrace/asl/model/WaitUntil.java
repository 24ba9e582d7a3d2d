package io.millrace.asl.model;

import io.millrace.asl.expression.Expression;

/// When a Wait state is over. The expression is a constant, a path or JSONata.
public sealed interface WaitUntil {
  Expression value();

  /// A number of seconds after entering; `field` is `Seconds` or `SecondsPath`.
  record Seconds(String field, Expression value) implements WaitUntil {}

  /// An RFC 3339 time; `field` is `Timestamp` or `TimestampPath`.
  record Timestamp(String field, Expression value) implements WaitUntil {}
}
