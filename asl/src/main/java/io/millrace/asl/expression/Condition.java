package io.millrace.asl.expression;

import java.util.Set;

/// A Choice rule's condition: a tree of JSONPath comparisons, or one JSONata expression. Immutable,
/// safe for concurrent use.
public interface Condition {
  /// Whether the condition holds.
  ///
  /// @throws ExpressionFailure for example when a `Variable` path finds nothing
  boolean test(Scope scope);

  /// The variables that testing it may read, as [Expression#variables()].
  Set<String> variables();
}
