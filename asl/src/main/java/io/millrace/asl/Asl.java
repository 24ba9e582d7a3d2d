package io.millrace.asl;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.asl.parse.DefinitionParser;

/// The way into the language.
public final class Asl {
  private Asl() {}

  /// Parses a definition. Never throws on any text: what is wrong is in the diagnostics, all of it.
  public static Parsed<StateMachineDefinition> parse(String source) {
    return DefinitionParser.parse(source);
  }
}
