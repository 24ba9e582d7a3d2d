package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Parser;
import com.dashjoin.jsonata.Parser.Symbol;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which parts of an expression cost more than a step, because the evaluator reads or copies whole
/// values there without asking the [Budget]. Found once, when an expression is compiled; immutable.
///
/// Regular expressions are replaced by [BoundedRegex] on the way.
final class CostlyParts {
  /// What becomes of a part's result.
  enum Use {
    /// It is compared or read as a truth value, as deep as it is.
    OPERAND,
    /// It is written as text.
    TEXT,
    /// It may be written as text and read again.
    COPIED,
    /// It is appended to an array.
    ELEMENT,
    /// It names the group to which an item is appended.
    KEY,
    /// It is called.
    PROCEDURE,
    OTHER
  }

  /// How much a part reads of its context.
  enum Reads {
    NOTHING,
    /// Arrays and the arrays in them.
    LISTS,
    ALL
  }

  private static final Set<String> MAKERS =
      Set.of("path", "unary", "binary", "wildcard", "descendant", "sort");

  private final IdentityHashMap<Symbol, Use> uses = new IdentityHashMap<>(4);
  private final IdentityHashMap<Symbol, Reads> reads = new IdentityHashMap<>(4);
  private final IdentityHashMap<Symbol, Integer> cells = new IdentityHashMap<>(4);
  private final Set<Symbol> makers = Collections.newSetFromMap(new IdentityHashMap<>(4));
  private final Set<String> types = new HashSet<>();

  private CostlyParts() {}

  static CostlyParts of(Symbol root) {
    CostlyParts parts = new CostlyParts();
    SyntaxTree.forEach(root, symbol -> parts.types.add(type(symbol)));
    SyntaxTree.forEach(root, parts::add);
    return parts;
  }

  Use use(Symbol symbol) {
    return uses.getOrDefault(symbol, Use.OTHER);
  }

  Reads reads(Symbol symbol) {
    return reads.getOrDefault(symbol, Reads.NOTHING);
  }

  /// How many bindings each item of a part's result is copied with; 0 outside joins.
  int cells(Symbol symbol) {
    return cells.getOrDefault(symbol, 0);
  }

  /// Whether the part makes a new array or text.
  boolean makes(Symbol symbol) {
    return makers.contains(symbol);
  }

  private void add(Symbol symbol) {
    String type = type(symbol);
    if (MAKERS.contains(type)) {
      makers.add(symbol);
    }
    switch (type) {
      case "name" -> reads.put(symbol, Reads.LISTS);
      case "wildcard", "descendant" -> reads.put(symbol, Reads.ALL);
      case "binary" -> {
        use(symbol, "lhs", Use.OPERAND);
        use(symbol, "rhs", Use.OPERAND);
      }
      case "path" -> join(symbol);
      case "condition" -> use(symbol, "condition", Use.OPERAND);
      case "filter" -> use(symbol, "expr", Use.OPERAND);
      case "unary" -> useAll(symbol, "expressions", Use.ELEMENT);
      case "regex" -> {
        if (SyntaxTree.read(symbol, "value") instanceof Pattern pattern) {
          SyntaxTree.write(symbol, "value", BoundedRegex.of(pattern));
        }
      }
      case "sort" -> sortTerms(symbol);
      case "apply" -> argument(symbol, "lhs");
      case "function" -> {
        if (!Rewriting.isOurs(SyntaxTree.read(symbol, "procedure"))) {
          use(symbol, "procedure", Use.PROCEDURE);
          if (types.contains("transform")) {
            useAll(symbol, "arguments", Use.COPIED);
          }
        }
      }
      default -> {}
    }
    if (SyntaxTree.read(symbol, "lhsObject") instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (pair instanceof Symbol[] both) {
          uses.put(both[0], Use.KEY);
        }
      }
    }
  }

  /// From the first step that binds a name (`@$x`, `#$i`, or for `%`) on, each item is a map of all
  /// names bound so far, copied for each item of the next step.
  private void join(Symbol path) {
    if (!(SyntaxTree.read(path, "steps") instanceof List<?> steps)) {
      return;
    }
    int bound = 0;
    for (Object step : steps) {
      if (step instanceof Symbol symbol) {
        for (String name : List.of("focus", "index", "ancestor")) {
          bound += SyntaxTree.read(symbol, name) == null ? 0 : 1;
        }
        if (bound > 0) {
          cells.put(symbol, bound + 1);
        }
      }
    }
  }

  /// A transformation copies its argument through its text.
  private void argument(Symbol symbol, String part) {
    if (types.contains("transform")) {
      use(symbol, part, Use.COPIED);
    }
  }

  private void sortTerms(Symbol symbol) {
    if (SyntaxTree.read(symbol, "terms") instanceof List<?> terms) {
      for (Object term : terms) {
        if (term instanceof Symbol each) {
          use(each, "expression", Use.OPERAND);
        }
      }
    }
  }

  private void use(Symbol symbol, String part, Use use) {
    if (SyntaxTree.read(symbol, part) instanceof Symbol child) {
      uses.put(child, use);
    }
  }

  private void useAll(Symbol symbol, String part, Use use) {
    if (SyntaxTree.read(symbol, part) instanceof List<?> children) {
      for (Object child : children) {
        if (child instanceof Symbol each) {
          uses.put(each, use);
        }
      }
    }
  }

  private static String type(Parser.Symbol symbol) {
    @Nullable Object type = SyntaxTree.read(symbol, "type");
    return String.valueOf(type);
  }
}
