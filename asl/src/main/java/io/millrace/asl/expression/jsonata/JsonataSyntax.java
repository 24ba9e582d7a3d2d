package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an expression's syntax tree, to be read by those who do not evaluate. Used by one
/// thread.
public final class JsonataSyntax {
  private final Symbol symbol;

  private JsonataSyntax(Symbol symbol) {
    this.symbol = symbol;
  }

  /// Two parts that belong together: a member's name and value.
  public record Pair(JsonataSyntax name, JsonataSyntax value) {}

  /// The tree of an expression, or null when the text is not JSONata.
  public static @Nullable JsonataSyntax parse(String text) {
    try {
      return new JsonataSyntax(SyntaxTree.root(Jsonata.jsonata(text)));
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  /// The part's type, as the JSONata reference implementation calls it, for example `path`.
  public String type() {
    return SyntaxTree.read(symbol, "type") instanceof String type ? type : "";
  }

  /// The part's value: a literal, a name, an operator; null where there is none.
  public @Nullable Object value() {
    return SyntaxTree.read(symbol, "value");
  }

  /// A part by the name of its role, for example `lhs`, or null.
  public @Nullable JsonataSyntax child(String role) {
    return SyntaxTree.read(symbol, role) instanceof Symbol child ? new JsonataSyntax(child) : null;
  }

  /// Parts by the name of their role, for example `arguments`.
  public List<JsonataSyntax> children(String role) {
    List<JsonataSyntax> children = new ArrayList<>();
    if (SyntaxTree.read(symbol, role) instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Symbol child) {
          children.add(new JsonataSyntax(child));
        }
      }
    }
    return children;
  }

  /// Members of an object that is built, or of a grouping.
  public List<Pair> pairs(String role) {
    List<Pair> pairs = new ArrayList<>();
    if (SyntaxTree.read(symbol, role) instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Symbol[] both && both.length == 2) {
          pairs.add(new Pair(new JsonataSyntax(both[0]), new JsonataSyntax(both[1])));
        }
      }
    }
    return pairs;
  }
}
