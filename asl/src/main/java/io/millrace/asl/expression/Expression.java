package io.millrace.asl.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// What a field yields at run time, compiled once.
///
/// Implementations are immutable and safe for concurrent use. The same expression and scope give
/// the same value: randomness comes from [Scope#random()].
public interface Expression {
  /// The value. The tree may be shared with the scope: callers must not change it.
  ///
  /// @throws ExpressionFailure with AWS's error name and cause text
  JsonNode evaluate(Scope scope);

  /// The expression as the definition has it.
  String text();

  /// The variables that evaluating it may read, without the dollar sign, `states` left out. A name
  /// that JSONata also has a function by is among them when it is read and not only called.
  Set<String> variables();
}
