package io.millrace.asl;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.asl.parse.DefinitionParser;
import io.millrace.asl.parse.ExpressRules;
import java.util.ArrayList;
import java.util.List;

/// The way into the language.
public final class Asl {
  private Asl() {}

  /// Parses a definition. Never throws on any text: what is wrong is in the diagnostics, all of it.
  public static Parsed<StateMachineDefinition> parse(String source) {
    return DefinitionParser.parse(source);
  }

  /// All findings about a definition for a machine of one type.
  ///
  /// @param express whether the machine is EXPRESS, which excludes some of the language
  public static List<Diagnostic> validate(String source, boolean express) {
    Parsed<StateMachineDefinition> parsed = parse(source);
    StateMachineDefinition definition = parsed.value();
    if (!express || definition == null) {
      return parsed.diagnostics();
    }
    List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
    all.addAll(checkExpress(definition));
    return all;
  }

  /// The names of all rules, as [Diagnostic#rule] has them.
  public static List<String> rules() {
    return DefinitionParser.rules();
  }

  /// What keeps a definition that may be STANDARD from being EXPRESS; empty when nothing does.
  public static List<Diagnostic> checkExpress(StateMachineDefinition definition) {
    return ExpressRules.check(definition);
  }
}
