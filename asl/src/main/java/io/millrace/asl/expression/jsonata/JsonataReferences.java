package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an expression refers to: variables, members of `$states`, and bare names, for which there
/// is no context. Found once, while parsing a definition.
final class JsonataReferences {
  /// Parts that are evaluated against the same context as the whole.
  private static final List<String> SAME_CONTEXT =
      List.of("lhs", "rhs", "expression", "procedure", "body", "condition", "then", "_else");

  /// Parts that are evaluated against what a step has found; a bare name is at home there.
  private static final List<String> OTHER_CONTEXT =
      List.of("pattern", "update", "delete", "group", "expr");

  private static final List<String> SAME_CONTEXT_LISTS = List.of("arguments", "expressions");

  private static final List<String> OTHER_CONTEXT_LISTS =
      List.of("predicate", "stages", "rhsTerms", "terms");

  private final Set<String> variables = new LinkedHashSet<>();
  private final Set<String> topLevel = new LinkedHashSet<>();
  private final Set<String> statesMembers = new LinkedHashSet<>();
  private boolean readsRoot;

  private JsonataReferences() {}

  static JsonataReferences of(Jsonata compiled) {
    JsonataReferences references = new JsonataReferences();
    references.visit(SyntaxTree.root(compiled), true);
    return references;
  }

  /// Names of variables and functions, without the dollar sign.
  Set<String> variables() {
    return variables;
  }

  /// Members of `$states` that are read by name.
  Set<String> statesMembers() {
    return statesMembers;
  }

  /// Bare names, and `$`, that would be looked up in a context which does not exist.
  Set<String> topLevel() {
    return topLevel;
  }

  /// Whether `$$` is read.
  boolean readsRoot() {
    return readsRoot;
  }

  private void visit(Parser.@Nullable Symbol symbol, boolean top) {
    if (symbol == null) {
      return;
    }
    String type = (String) read(symbol, "type");
    Object value = read(symbol, "value");
    if ("variable".equals(type)) {
      variable(String.valueOf(value), top);
    } else if ("name".equals(type) && top) {
      topLevel.add(String.valueOf(value));
    } else if ("path".equals(type)) {
      path(symbols(read(symbol, "steps")), top);
    }
    for (String part : SAME_CONTEXT) {
      if (read(symbol, part) instanceof Parser.Symbol child) {
        visit(child, top);
      }
    }
    for (String part : SAME_CONTEXT_LISTS) {
      symbols(read(symbol, part)).forEach(child -> visit(child, top));
    }
    pairs(symbol, "lhsObject", top);
    pairs(symbol, "rhsObject", false);
    for (String part : OTHER_CONTEXT_LISTS) {
      symbols(read(symbol, part)).forEach(child -> visit(child, false));
    }
    for (String part : OTHER_CONTEXT) {
      if (read(symbol, part) instanceof Parser.Symbol child) {
        visit(child, false);
      }
    }
  }

  /// Only the first step sees the context around the path.
  private void path(List<Parser.Symbol> steps, boolean top) {
    for (int i = 0; i < steps.size(); i++) {
      visit(steps.get(i), top && i == 0);
    }
    boolean states =
        steps.size() > 1
            && "variable".equals(read(steps.get(0), "type"))
            && "states".equals(read(steps.get(0), "value"))
            && "name".equals(read(steps.get(1), "type"));
    if (states) {
      statesMembers.add(String.valueOf(read(steps.get(1), "value")));
    }
  }

  private void variable(String name, boolean top) {
    if (name.equals("$")) {
      readsRoot = true;
    } else if (!name.isEmpty()) {
      variables.add(name);
    } else if (top) {
      topLevel.add("$");
    }
  }

  private void pairs(Parser.Symbol symbol, String part, boolean top) {
    if (read(symbol, part) instanceof List<?> list) {
      for (Object pair : list) {
        if (pair instanceof Parser.Symbol[] both) {
          for (Parser.Symbol child : both) {
            visit(child, top);
          }
        }
      }
    }
  }

  private static List<Parser.Symbol> symbols(@Nullable Object list) {
    List<Parser.Symbol> all = new ArrayList<>();
    if (list instanceof List<?> elements) {
      for (Object element : elements) {
        if (element instanceof Parser.Symbol symbol) {
          all.add(symbol);
        }
      }
    }
    return all;
  }

  private static @Nullable Object read(Parser.Symbol symbol, String name) {
    return SyntaxTree.read(symbol, name);
  }
}
