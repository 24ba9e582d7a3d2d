package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.model.QueryLanguage;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `Assign`: an object whose members are templates in the state's language.
final class AssignParser {
  private static final String DYNAMIC = ".$";
  private static final String RESERVED = "states";

  /// AWS developer guide, "Passing data between states with variables": the longest name.
  private static final int NAME_MAX = 80;

  private final Fields fields;
  private final QueryLanguage language;
  private final String prefix;

  AssignParser(Fields fields, QueryLanguage language, String prefix) {
    this.fields = fields;
    this.language = language;
    this.prefix = prefix;
  }

  Assignment assignment() {
    Fields members = fields.object("Assign");
    if (members == null) {
      return Assignment.NONE;
    }
    Map<String, Expression> values = new LinkedHashMap<>();
    for (String name : members.names()) {
      JsonNode value = members.take(name);
      boolean dynamic = language == QueryLanguage.JSONPATH && name.endsWith(DYNAMIC);
      String variable = dynamic ? name.substring(0, name.length() - DYNAMIC.length()) : name;
      check(members, name, variable);
      if (value != null) {
        values.put(variable, value(members, name, value, dynamic));
      }
    }
    return new Assignment(values);
  }

  private Expression value(Fields members, String name, JsonNode value, boolean dynamic) {
    Compiler compiler = new Compiler(members);
    if (language == QueryLanguage.JSONATA) {
      String field = prefix + "Assign/" + name;
      return compiler.jsonata(name, value, field, prefix.startsWith("Catch"), Expected.ANY);
    }
    if (dynamic) {
      return compiler.dynamic(name, value);
    }
    if (value.isTextual()) {
      StaticPathRules.assigned(members, name, value);
    }
    return compiler.template(name, value);
  }

  private static void check(Fields members, String name, String variable) {
    if (variable.equals(RESERVED)) {
      members
          .findings()
          .report(
              Rule.RESERVED_VARIABLE,
              members.span(name),
              "Cannot assign to reserved variable '$states'.");
    } else if (!isName(variable)) {
      members
          .findings()
          .report(
              Rule.INVALID_VARIABLE,
              members.span(name),
              "Invalid variable name '"
                  + variable
                  + "': the variable name contains invalid characters.",
              "A name is a letter followed by letters, digits and underscores, at most 80 of"
                  + " them.");
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePointCount(0, name.length()) <= NAME_MAX
        && Character.isUnicodeIdentifierStart(name.codePointAt(0))
        && name.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }
}
