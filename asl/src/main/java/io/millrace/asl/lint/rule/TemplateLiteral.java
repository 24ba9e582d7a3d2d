package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `template-literal`: a literal text that looks like a template, which nothing fills in.
/// `placeholder`: `${Name}`, which only `DefinitionSubstitutions` of CloudFormation, or another
/// tool before the definition is created, replaces.
final class TemplateLiteral implements Rule {
  @Override
  public List<String> names() {
    return List.of("placeholder", "template-literal");
  }

  private static final Pattern DOLLAR = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern MUSTACHE = Pattern.compile("\\{\\{[^}]+}}");
  private static final Pattern INTRINSIC = Pattern.compile("States\\.[A-Z]\\w*\\(.*");
  private static final Set<String> TEMPLATES =
      Set.of(
          "Parameters",
          "Arguments",
          "Result",
          "ResultSelector",
          "ItemSelector",
          "Assign",
          "Output",
          "Resource",
          "Credentials",
          "ItemReader",
          "ItemBatcher",
          "ResultWriter",
          "Error",
          "Cause");

  @Override
  public void check(Subject subject, Report report) {
    Set<String> placeholders = new LinkedHashSet<>();
    List<String> pointers = new ArrayList<>();
    for (StateNode state : subject.machine().states()) {
      for (Map.Entry<String, JsonNode> field : state.json().properties()) {
        if (TEMPLATES.contains(field.getKey())) {
          Walk walk = new Walk(state, report, placeholders, pointers);
          walk.value(field.getKey(), field.getValue(), state.at(field.getKey()));
        }
      }
    }
    if (!placeholders.isEmpty()) {
      List<String> names = placeholders.stream().map(name -> "${" + name + "}").toList();
      report
          .add(
              Severity.NOTE,
              "placeholder",
              null,
              pointers.getFirst(),
              Words.quoted(names)
                  + (names.size() > 1 ? " are placeholders" : " is a placeholder")
                  + " and no part of the language: pasted into the console, they stay as they are")
          .hint(
              "Deploy with DefinitionSubstitutions (CloudFormation, SAM, CDK) or replace them"
                  + " before the machine is created.");
    }
  }

  private record Walk(
      StateNode state, Report report, Set<String> placeholders, List<String> pointers) {
    void value(String name, JsonNode node, String pointer) {
      if (node.isTextual()) {
        text(name, node.textValue(), pointer);
      } else if (node.isArray()) {
        for (int i = 0; i < node.size(); i++) {
          value(name, node.get(i), Pointers.child(pointer, i));
        }
      } else {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
          value(entry.getKey(), entry.getValue(), Pointers.child(pointer, entry.getKey()));
        }
      }
    }

    private void text(String name, String text, String pointer) {
      boolean expression = text.startsWith("{%");
      if (expression && state.isJsonata()) {
        return;
      }
      if (expression) {
        literal(text, pointer, "it is JSONata, in a state whose QueryLanguage is JSONPath")
            .hint("Set \"QueryLanguage\": \"JSONata\" at the state.");
      } else if (!name.endsWith(".$") && INTRINSIC.matcher(text).matches()) {
        literal(text, pointer, "it is a call that nothing makes")
            .hint(
                state.isJsonata()
                    ? "JSONata has functions of its own."
                    : "Add .$ to the member's name: \"" + name + ".$\".");
      } else if (MUSTACHE.matcher(text).find()) {
        literal(text, pointer, "nothing fills in {{…}}").hint(fill());
      } else {
        dollars(text, pointer);
      }
    }

    private void dollars(String text, String pointer) {
      Matcher matcher = DOLLAR.matcher(text);
      while (matcher.find()) {
        String inside = matcher.group(1);
        boolean whole = matcher.group().length() == text.length();
        boolean deployed =
            whole
                || text.contains("arn:")
                || inside.contains("::")
                || (!inside.isEmpty() && Character.isUpperCase(inside.charAt(0)));
        if (deployed) {
          placeholders.add(inside);
          pointers.add(pointer);
        } else {
          literal(text, pointer, "nothing fills in ${…}, so every execution gets this text")
              .hint(fill());
          return;
        }
      }
    }

    private String fill() {
      return state.isJsonata()
          ? "Write an expression: {% … & … %}."
          : "Use States.Format('…{}…', $.path) in a member whose name ends with .$, and"
              + " States.UUID() for random ids.";
    }

    private Report.Draft literal(String text, String pointer, String why) {
      String shown = text.length() > 60 ? text.substring(0, 57) + "…" : text;
      return report.warning(
          "template-literal",
          state,
          pointer,
          "the literal \"" + shown + "\" looks like a template: " + why);
    }
  }
}
