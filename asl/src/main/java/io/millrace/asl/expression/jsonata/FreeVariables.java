package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser.Symbol;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The variables that an expression reads from outside: not those that it binds itself (`:=`,
/// parameters, `@$v`, `#$i`) before it reads them, not `$states`, and not what it only calls by the
/// name of a function. Docs of JSONata, "Variables and functions": a binding is seen within its
/// block, after it.
final class FreeVariables {
  /// Parts in the order in which they are evaluated, bindings apart.
  private static final List<String> PARTS =
      List.of(
          "lhs",
          "expression",
          "condition",
          "then",
          "_else",
          "rhs",
          "lhsObject",
          "rhsObject",
          "expressions",
          "predicate",
          "stages",
          "rhsTerms",
          "terms",
          "expr",
          "group",
          "pattern",
          "update",
          "delete",
          "body");

  private final Set<String> free = new HashSet<>();
  private final Set<String> called = new LinkedHashSet<>();

  private FreeVariables() {}

  static FreeVariables of(Jsonata compiled) {
    FreeVariables variables = new FreeVariables();
    variables.visit(SyntaxTree.root(compiled), new HashSet<>());
    return variables;
  }

  /// Their names, without the dollar sign.
  Set<String> names() {
    return free;
  }

  /// Those of them that are called, although a variable never holds a function.
  Set<String> called() {
    return called;
  }

  private void visit(Symbol symbol, Set<String> bound) {
    switch (String.valueOf(read(symbol, "type"))) {
      case "variable" -> {
        reads(name(symbol), bound);
        visitParts(symbol, bound);
      }
      case "bind" -> bind(symbol, bound);
      case "block" -> visitParts(symbol, new HashSet<>(bound));
      case "lambda" -> {
        Set<String> inside = new HashSet<>(bound);
        all(read(symbol, "arguments"), parameter -> inside.add(name(parameter)));
        visitParts(symbol, inside);
      }
      case "function", "partial" -> {
        call(symbol, bound);
        all(read(symbol, "arguments"), argument -> visit(argument, bound));
        visitParts(symbol, bound);
      }
      case "path" -> {
        Set<String> inside = new HashSet<>(bound);
        all(read(symbol, "steps"), step -> step(step, inside));
        visitParts(symbol, inside);
      }
      default -> visitParts(symbol, bound);
    }
  }

  private void reads(String name, Set<String> bound) {
    if (!name.isEmpty() && !name.equals("$") && !name.equals("states") && !bound.contains(name)) {
      free.add(name);
    }
  }

  /// A function may call itself; anything else sees its own name only afterwards.
  private void bind(Symbol symbol, Set<String> bound) {
    if (read(symbol, "lhs") instanceof Symbol target
        && read(symbol, "rhs") instanceof Symbol value) {
      boolean recursive = "lambda".equals(read(value, "type"));
      if (recursive) {
        bound.add(name(target));
      }
      visit(value, bound);
      bound.add(name(target));
    }
  }

  private void call(Symbol symbol, Set<String> bound) {
    if (read(symbol, "procedure") instanceof Symbol procedure) {
      boolean named =
          "variable".equals(read(procedure, "type")) && AwsFunctions.isName(name(procedure));
      if (!named) {
        visit(procedure, bound);
        boolean unknown = "variable".equals(read(procedure, "type"));
        if (unknown && free.contains(name(procedure)) && !bound.contains(name(procedure))) {
          called.add(name(procedure));
        }
      }
    }
  }

  /// What a step binds is seen in its own stages and in later steps.
  private void step(Symbol step, Set<String> bound) {
    if (read(step, "focus") instanceof String focus) {
      bound.add(focus);
    }
    if (read(step, "index") instanceof String index) {
      bound.add(index);
    }
    all(
        read(step, "stages"),
        stage -> {
          if ("index".equals(read(stage, "type")) && read(stage, "value") instanceof String index) {
            bound.add(index);
          }
        });
    visit(step, bound);
  }

  private void visitParts(Symbol symbol, Set<String> bound) {
    for (String part : PARTS) {
      all(read(symbol, part), child -> visit(child, bound));
    }
  }

  private interface Visit {
    void symbol(Symbol symbol);
  }

  private static void all(@Nullable Object part, Visit visit) {
    switch (part) {
      case Symbol symbol -> visit.symbol(symbol);
      case List<?> list -> list.forEach(element -> all(element, visit));
      case Symbol[] pair -> {
        for (Symbol symbol : pair) {
          visit.symbol(symbol);
        }
      }
      case null, default -> {}
    }
  }

  private static String name(Symbol variable) {
    return String.valueOf(read(variable, "value"));
  }

  private static @Nullable Object read(Symbol symbol, String field) {
    return SyntaxTree.read(symbol, field);
  }
}
