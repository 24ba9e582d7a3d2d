package io.millrace.asl.parse;

import io.millrace.asl.Parsed;
import io.millrace.asl.model.StateMachineDefinition;
import java.util.List;

/// Reads a definition.
public final class DefinitionParser {
  private DefinitionParser() {}

  /// See [io.millrace.asl.Asl#parse(String)].
  public static Parsed<StateMachineDefinition> parse(String source) {
    return new Parsed<>(null, List.of());
  }
}
