package io.millrace.asl;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.asl.parse.DefinitionParser;
import io.millrace.asl.parse.ExpressRules;
import java.util.List;

/// The way into the language.
public final class Asl {
  private Asl() {}

  /// Parses a definition. Never throws on any text: what is wrong is in the diagnostics, all of it.
  public static Parsed<StateMachineDefinition> parse(String source) {
    return DefinitionParser.parse(source);
  }

  /// What keeps a definition that may be STANDARD from being EXPRESS; empty when nothing does.
  public static List<Diagnostic> checkExpress(StateMachineDefinition definition) {
    return ExpressRules.check(definition);
  }
}
