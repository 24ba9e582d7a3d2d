package io.millrace.pipelines.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pipeline's state machine definitions: `book` (JSONata, two Maps) and `book-blueprint`
/// (JSONPath, one Map, the blueprint's state names). They are plain Amazon States Language but for
/// `${Token}`s in place of function ARNs, which CloudFormation calls DefinitionSubstitutions and
/// replaces at deployment; this does the same elsewhere.
public final class Definitions {
  public static final String BOOK = "book";
  public static final String BLUEPRINT = "book-blueprint";

  private static final Pattern TOKEN = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

  private Definitions() {}

  /// The definition's text with every token replaced. Throws [IllegalArgumentException] when the
  /// definition is unknown, a token has no substitution, or a value would not fit in a JSON string.
  public static String load(String name, Map<String, String> substitutions) {
    var text = read(name);
    var missing = new TreeSet<String>();
    var replaced =
        TOKEN
            .matcher(text)
            .replaceAll(
                token -> {
                  var value = substitutions.get(token.group(1));
                  if (value == null) {
                    missing.add(token.group(1));
                    return Matcher.quoteReplacement(token.group());
                  }
                  return Matcher.quoteReplacement(checked(token.group(1), value));
                });
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The definition "
              + name
              + " needs substitutions for "
              + String.join(", ", missing)
              + ".");
    }
    return replaced;
  }

  private static String checked(String token, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
      throw new IllegalArgumentException(
          "The substitution for " + token + " holds a character that an ARN cannot: " + value);
    }
    return value;
  }

  private static String read(String name) {
    var resource = "/definitions/" + name + ".asl.json";
    try (var in = Definitions.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "There is no definition " + name + "; there are " + BOOK + " and " + BLUEPRINT + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
