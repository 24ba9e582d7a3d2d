package io.millrace.asl.fuzz;

import java.util.List;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;

/// Draws JSONata expressions that are mostly well formed, so that they reach the evaluator: every
/// operator and function of the language, over [Seeds#INPUT].
final class JsonataGrammar {
  private static final List<String> LITERALS =
      List.of(
          "0",
          "1",
          "-1",
          "2.5",
          "3",
          "1e21",
          "1e308",
          "9007199254740993",
          "''",
          "'a'",
          "'hello'",
          "' b '",
          "'2024-02-29T12:34:56Z'",
          "'12'",
          "'a,b'",
          "true",
          "false",
          "null",
          "[]",
          "{}",
          "[1,2,3]",
          "['b','a']",
          "[[1],[2,3]]",
          "{'k':1}",
          "[{'k':1,'v':'x'},{'k':2}]",
          "()",
          "'\\uD800'",
          "'\uD83D\uDE00x'",
          "1/0",
          "-0");
  private static final List<String> SOURCES =
      List.of(
          "$states.input",
          "$states.input.items",
          "$states.input.list",
          "$states.input.order",
          "$states.input.words",
          "$states.input.n",
          "$states.input.s",
          "$states.input.nope",
          "$states.input.nested",
          "$states.input.order.lines",
          "$states.context",
          "$x",
          "$y",
          "$v");
  private static final List<String> NAMES =
      List.of("k", "v", "sku", "price", "qty", "nope", "*", "**", "$", "%", "`odd key`", "lines");
  private static final List<String> OPERATORS =
      List.of(
          "+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", " and ", " or ", " in ",
          "~>", "..", ":=", ".", "?", "??", "?:");
  private static final List<String> REGEXES =
      List.of("/a/", "/(a+)+$/", "/^(a|b)*c/i", "/\\d+/", "/(l)(o)?/", "/x*/", "/./m", "/(?=a)/");
  private static final List<String> PICTURES =
      List.of(
          "'#,##0.00'",
          "'[Y]-[M01]-[D01]'",
          "'[H]:[m]'",
          "'0'",
          "'w'",
          "'I'",
          "'[X]-W[W]'",
          "'A'",
          "'[FNn], [D1o] [MNn]'",
          "'00e0'",
          "'#'",
          "''",
          "'%0'",
          "'\uD835\uDFCE'");

  /// Names of all functions, AWS's too.
  static final List<String> FUNCTIONS =
      List.of(
          "sum",
          "count",
          "max",
          "min",
          "average",
          "string",
          "substring",
          "substringBefore",
          "substringAfter",
          "lowercase",
          "uppercase",
          "length",
          "trim",
          "pad",
          "match",
          "contains",
          "replace",
          "split",
          "join",
          "formatNumber",
          "formatBase",
          "formatInteger",
          "parseInteger",
          "number",
          "floor",
          "ceil",
          "round",
          "abs",
          "sqrt",
          "power",
          "random",
          "boolean",
          "not",
          "map",
          "zip",
          "filter",
          "single",
          "reduce",
          "sift",
          "keys",
          "lookup",
          "append",
          "exists",
          "spread",
          "merge",
          "reverse",
          "each",
          "error",
          "assert",
          "type",
          "sort",
          "shuffle",
          "distinct",
          "base64encode",
          "base64decode",
          "encodeUrlComponent",
          "encodeUrl",
          "decodeUrlComponent",
          "decodeUrl",
          "eval",
          "toMillis",
          "fromMillis",
          "clone",
          "now",
          "millis",
          "partition",
          "range",
          "hash",
          "uuid",
          "parse",
          "nosuch");

  private final RandomGenerator random;

  JsonataGrammar(RandomGenerator random) {
    this.random = random;
  }

  /// An expression of up to so many levels.
  String expression(int depth) {
    if (depth <= 0) {
      return random.nextInt(3) == 0 ? one(LITERALS) : one(SOURCES);
    }
    return switch (random.nextInt(19)) {
      case 0, 1 -> expression(depth - 1) + one(OPERATORS) + expression(depth - 1);
      case 2, 3, 4 -> call(depth);
      case 5 -> source(depth) + "[" + expression(depth - 1) + "]";
      case 6 -> source(depth) + "." + step(depth);
      case 7 -> source(depth) + "^(" + one(List.of("<", ">", "")) + step(depth) + ")";
      case 8 -> source(depth) + "{" + step(depth) + ": " + expression(depth - 1) + "}";
      case 9 -> "(" + expression(depth - 1) + ")";
      case 10 -> "($x := " + expression(depth - 1) + "; " + expression(depth - 1) + ")";
      case 11 -> list("[", "]", depth);
      case 12 -> "{'a': " + expression(depth - 1) + ", 'b': " + expression(depth - 1) + "}";
      case 13 ->
          expression(depth - 1) + " ? " + expression(depth - 1) + " : " + expression(depth - 1);
      case 14 -> expression(depth - 1) + " ~> |" + one(NAMES) + "|" + object(depth) + "|";
      case 15 -> function(depth) + list("(", ")", depth);
      case 16 -> source(depth) + one(List.of("@$v", "#$x", "[]", "[0]", "[-1]", "[[0..1]]"));
      case 17 -> "-" + expression(depth - 1);
      default -> "[" + expression(depth - 1) + ".." + one(LITERALS) + "]";
    };
  }

  private String source(int depth) {
    return random.nextBoolean() ? one(SOURCES) : "(" + expression(depth - 1) + ")";
  }

  private String step(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> "(" + expression(depth - 1) + ")";
      case 1 -> "$" + one(FUNCTIONS) + "()";
      default -> one(NAMES);
    };
  }

  private String call(int depth) {
    StringJoiner arguments = new StringJoiner(", ", "$" + one(FUNCTIONS) + "(", ")");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      arguments.add(
          switch (random.nextInt(9)) {
            case 0 -> function(depth);
            case 1 -> one(REGEXES);
            case 2 -> one(PICTURES);
            case 3 -> "$" + one(FUNCTIONS);
            case 4 -> random.nextInt(3) == 0 ? "?" : one(LITERALS);
            default -> expression(depth - 1);
          });
    }
    return arguments.toString();
  }

  private String function(int depth) {
    String parameters = one(List.of("", "$x", "$x, $y", "$x, $y, $v", "$v"));
    String signature = one(List.of("", "", "", "<n:n>", "<s-:s>", "<a<n>:n>", "<x?:x>", "<f:a>"));
    return "function(" + parameters + ")" + signature + "{" + expression(depth - 1) + "}";
  }

  private String object(int depth) {
    return "{'" + one(List.of("k", "new", "price")) + "': " + expression(depth - 1) + "}";
  }

  private String list(String open, String close, int depth) {
    StringJoiner elements = new StringJoiner(", ", open, close);
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      elements.add(expression(depth - 1));
    }
    return elements.toString();
  }

  private String one(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
