package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Reads calls such as `States.Format('Hello, {}', $.name)`.
public final class IntrinsicParser {
  private static final String PREFIX = "States.";

  /// AWS developer guide: up to 10 functions may be nested.
  private static final int NESTING_MAX = 10;

  private final String text;
  private int at;

  private IntrinsicParser(String text) {
    this.text = text;
  }

  /// Compiles a call.
  ///
  /// How many arguments the call has is checked when it runs, as AWS does.
  ///
  /// @throws InvalidExpressionException when the text is not a call of a known function
  public static Expression compile(String text) throws InvalidExpressionException {
    IntrinsicParser parser = new IntrinsicParser(text);
    parser.skipSpace();
    Argument.Call call = parser.call(1);
    parser.skipSpace();
    if (parser.at != text.length()) {
      throw parser.unexpected();
    }
    return new IntrinsicExpression(text, call);
  }

  private Argument.Call call(int depth) throws InvalidExpressionException {
    if (depth > NESTING_MAX) {
      throw new InvalidExpressionException("functions are nested more than 10 deep");
    }
    if (!text.startsWith(PREFIX, at)) {
      throw unexpected();
    }
    at += PREFIX.length();
    int from = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String name = text.substring(from, at);
    IntrinsicFunction function = IntrinsicFunction.named(name);
    if (function == null) {
      throw new InvalidExpressionException("there is no function States." + name);
    }
    return new Argument.Call(function, arguments(depth));
  }

  private List<Argument> arguments(int depth) throws InvalidExpressionException {
    List<Argument> arguments = new ArrayList<>();
    skipSpace();
    expect('(');
    skipSpace();
    if (peek() == ')') {
      at++;
      return arguments;
    }
    while (true) {
      skipSpace();
      arguments.add(argument(depth));
      skipSpace();
      if (peek() == ')') {
        at++;
        return arguments;
      }
      expect(',');
    }
  }

  private Argument argument(int depth) throws InvalidExpressionException {
    return switch (peek()) {
      case '\'' -> string();
      case '$' -> new Argument.Path(JsonPath.compile(bare()));
      case 'S' -> call(depth + 1);
      default -> literal(bare());
    };
  }

  private static Argument literal(String word) throws InvalidExpressionException {
    JsonNode value =
        switch (word) {
          case "true" -> BooleanNode.TRUE;
          case "false" -> BooleanNode.FALSE;
          case "null" -> NullNode.getInstance();
          default -> number(word);
        };
    return new Argument.Literal(value, word);
  }

  private static JsonNode number(String word) throws InvalidExpressionException {
    try {
      JsonNode value = Json.parse(word);
      if (value.isNumber()) {
        return value;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new InvalidExpressionException("'" + word + "' is not an argument");
  }

  /// A text in single quotes. AWS developer guide: `'`, `{`, `}` and `\` are written with a
  /// backslash before them. AWS refuses a backslash before anything else.
  private Argument string() throws InvalidExpressionException {
    StringBuilder value = new StringBuilder();
    int from = ++at;
    while (at < text.length() && text.charAt(at) != '\'') {
      if (text.charAt(at) == '\\') {
        at++;
        if (at == text.length()) {
          break;
        }
        if ("'{}\\".indexOf(text.charAt(at)) < 0) {
          throw unexpected();
        }
      }
      value.append(text.charAt(at));
      at++;
    }
    if (at >= text.length()) {
      throw new InvalidExpressionException("a text has no closing quote");
    }
    String raw = text.substring(from, at);
    at++;
    return new Argument.Literal(TextNode.valueOf(value.toString()), raw);
  }

  /// Everything up to the comma or parenthesis that ends the argument; brackets, parentheses and
  /// quotes within a path do not end it.
  private String bare() {
    int from = at;
    int depth = 0;
    char quote = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote != 0) {
        if (c == '\\') {
          at++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '[' || c == '(') {
        depth++;
      } else if (depth == 0 && (c == ',' || c == ')')) {
        break;
      } else if (c == ']' || c == ')') {
        depth--;
      }
    }
    return text.substring(from, Math.min(at, text.length())).strip();
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(char wanted) throws InvalidExpressionException {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private InvalidExpressionException unexpected() {
    return new InvalidExpressionException(
        at >= text.length()
            ? "the text ends too early"
            : "'" + text.charAt(at) + "' is unexpected at character " + (at + 1));
  }
}
