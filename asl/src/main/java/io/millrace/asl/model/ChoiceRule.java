package io.millrace.asl.model;

import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Expression;
import org.jspecify.annotations.Nullable;

/// One element of `Choices`: where to go when the condition holds.
///
/// @param output a JSONata rule's own `Output`, or null
public record ChoiceRule(
    Condition condition, String next, Assignment assign, @Nullable Expression output, Span span) {}
