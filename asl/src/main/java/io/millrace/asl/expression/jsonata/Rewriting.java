package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.SyntaxTree.read;
import static io.millrace.asl.expression.jsonata.SyntaxTree.write;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Parser.Symbol;
import io.millrace.asl.expression.InvalidExpressionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts our parts in the place of the library's in a parsed expression: operators become calls of
/// [Operators], and partial applications calls that keep what is given. Operators of later versions
/// of JSONata are refused: AWS has 2.0.6.
final class Rewriting {
  /// Stands for `?` among the arguments of a partial application.
  private enum Open {
    ARGUMENT
  }

  private static final Map<String, Symbol> OPERATORS = operators();
  private static final Symbol PARTIAL =
      literal(new JFunction((_, arguments) -> partial(arguments), null));

  private Rewriting() {}

  private static Map<String, Symbol> operators() {
    Map<String, Symbol> all = new HashMap<>();
    Operators.ALL.forEach((operator, function) -> all.put(operator, literal(function)));
    return Map.copyOf(all);
  }

  private static Symbol literal(Object value) {
    Symbol symbol = SyntaxTree.root(Jsonata.jsonata("true"));
    write(symbol, "value", value);
    return symbol;
  }

  /// Whether a part is the function that this class put in.
  static boolean isOurs(@Nullable Object procedure) {
    return procedure instanceof Symbol symbol && read(symbol, "value") instanceof JFunction;
  }

  /// Rewrites all of an expression.
  ///
  /// @throws InvalidExpressionException when it has an operator that AWS's version lacks
  static void rewrite(Symbol root) throws InvalidExpressionException {
    List<Symbol> all = new ArrayList<>();
    SyntaxTree.forEach(root, all::add);
    for (Symbol symbol : all) {
      switch (String.valueOf(read(symbol, "type"))) {
        case "binary" -> operator(symbol);
        case "partial" -> partial(symbol);
        case "condition" -> refuseLaterOperators(symbol);
        case "apply" -> protect(symbol);
        default -> {}
      }
    }
  }

  private static void operator(Symbol symbol) {
    Symbol function = OPERATORS.get(String.valueOf(read(symbol, "value")));
    Object left = read(symbol, "lhs");
    Object right = read(symbol, "rhs");
    if (function != null && left != null && right != null) {
      call(symbol, function, List.of(left, right));
    }
  }

  /// `x ~> f(y)` calls f with x, too; what only became a call must not be taken for one.
  private static void protect(Symbol apply) {
    if (read(apply, "rhs") instanceof Symbol right) {
      Symbol block = literal(true);
      write(block, "type", "block");
      write(block, "expressions", List.of(right));
      switch (String.valueOf(read(right, "type"))) {
        case "binary", "partial" -> write(apply, "rhs", block);
        default -> {}
      }
    }
  }

  private static void call(Symbol symbol, Symbol procedure, List<?> arguments) {
    write(symbol, "type", "function");
    write(symbol, "value", "(");
    write(symbol, "lhs", null);
    write(symbol, "rhs", null);
    write(symbol, "procedure", procedure);
    write(symbol, "arguments", arguments);
  }

  private static void partial(Symbol symbol) {
    List<Object> arguments = new ArrayList<>();
    Object procedure = read(symbol, "procedure");
    if (procedure == null || !(read(symbol, "arguments") instanceof List<?> given)) {
      return;
    }
    arguments.add(procedure);
    for (Object each : given) {
      boolean open =
          each instanceof Symbol argument
              && "operator".equals(read(argument, "type"))
              && "?".equals(String.valueOf(read(argument, "value")));
      arguments.add(open ? literal(Open.ARGUMENT) : each);
    }
    call(symbol, PARTIAL, arguments);
  }

  /// The function of the arguments that are still open.
  private static JFunction partial(List<?> arguments) {
    Object function = arguments.getFirst();
    if (!Operators.isFunction(function)) {
      throw new Failure("T1008", "Attempted to partially apply a non-function");
    }
    List<@Nullable Object> given = new ArrayList<>(arguments.subList(1, arguments.size()));
    int open = (int) given.stream().filter(Open.class::isInstance).count();
    return new JFunction(
        (_, rest) -> Functions.funcApply(function, filled(given, rest)),
        "<" + "x?".repeat(open) + ":x>");
  }

  private static List<@Nullable Object> filled(List<@Nullable Object> given, List<?> rest) {
    Object[] filled = given.toArray();
    int next = 0;
    for (int i = 0; i < filled.length; i++) {
      if (filled[i] instanceof Open) {
        filled[i] = next < rest.size() ? rest.get(next) : null;
        next++;
      }
    }
    return Arrays.asList(filled);
  }

  /// The parser writes `a ?? b` and `a ?: b` as conditions that read a twice, from a copy which has
  /// the same place in the text.
  private static void refuseLaterOperators(Symbol symbol) throws InvalidExpressionException {
    Object then = read(symbol, "then");
    Object condition = read(symbol, "condition");
    if (!(then instanceof Symbol chosen) || !(condition instanceof Symbol tested)) {
      return;
    }
    boolean exists =
        read(tested, "procedure") instanceof Symbol procedure
            && "exists".equals(read(procedure, "value"))
            && read(tested, "arguments") instanceof List<?> arguments
            && arguments.getFirst() instanceof Symbol argument
            && samePlace(argument, chosen);
    if (exists) {
      throw new InvalidExpressionException("The symbol \"?\" cannot be used as a unary operator");
    }
    if (samePlace(tested, chosen)) {
      throw new InvalidExpressionException("The symbol \":\" cannot be used as a unary operator");
    }
  }

  private static boolean samePlace(Symbol a, Symbol b) {
    return end(a) > 0 && end(a) == end(b);
  }

  /// Where the last token of a part ends.
  private static int end(Symbol root) {
    int[] end = {0};
    SyntaxTree.forEach(
        root,
        symbol -> {
          if (read(symbol, "position") instanceof Integer position) {
            end[0] = Math.max(end[0], position);
          }
        });
    return end[0];
  }
}
