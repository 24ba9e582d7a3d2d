package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A regular expression of which each character it looks at is paid for, however often it goes
/// back. Called as a function it gives the first match, and with it `next` for the others.
final class BoundedRegex extends JFunction {
  private final Pattern pattern;

  private BoundedRegex(Pattern pattern) {
    super((_, arguments) -> first(pattern, arguments), "<x:x>");
    this.pattern = pattern;
  }

  static BoundedRegex of(Pattern pattern) {
    return new BoundedRegex(pattern);
  }

  Pattern pattern() {
    return pattern;
  }

  private static @Nullable Object first(Pattern pattern, List<?> arguments) {
    Object given = arguments.isEmpty() ? null : arguments.get(0);
    return given instanceof String text ? match(new SearchFunctions.Search(pattern, text)) : null;
  }

  /// A matcher that stops with the budget's error.
  static Matcher matcher(Pattern pattern, String text) {
    return pattern.matcher(new Counted(text, Budget.CURRENT.get()));
  }

  private static @Nullable Map<String, @Nullable Object> match(SearchFunctions.Search search) {
    if (!search.find()) {
      return null;
    }
    Map<String, @Nullable Object> match = SearchFunctions.seen(search.matcher());
    match.put("next", (Jsonata.Fn0<@Nullable Object>) () -> match(search));
    return match;
  }

  private record Counted(String text, Budget budget) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      budget.charge(2L * Budget.CHARACTER);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
