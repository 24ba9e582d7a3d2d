package io.millrace.asl.expression.jsonpath;

import com.jayway.jsonpath.Predicate.PredicateContext;
import com.jayway.jsonpath.internal.filter.Evaluator;
import com.jayway.jsonpath.internal.filter.EvaluatorFactory;
import com.jayway.jsonpath.internal.filter.RelationalOperator;
import com.jayway.jsonpath.internal.filter.ValueNode;
import com.jayway.jsonpath.internal.filter.ValueNodes.PatternNode;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.regex.Pattern;

/// Filters with regular expressions (`@.k =~ /x+/`), each look at a character paid for. The library
/// keeps its operators to itself, so ours is put in by reflection; a library without these fields
/// makes every test of paths fail, not some search later.
final class BoundedFilters {
  private static final Field PATTERN = field(PatternNode.class, "compiledPattern");

  private BoundedFilters() {}

  /// Puts ours in the place of the library's, in this process.
  @SuppressWarnings("unchecked") // The library's map is one of these.
  static void install() {
    try {
      Map<RelationalOperator, Evaluator> evaluators =
          (Map<RelationalOperator, Evaluator>)
              field(EvaluatorFactory.class, "evaluators").get(null);
      evaluators.put(RelationalOperator.REGEX, BoundedFilters::matches);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the JSONPath library's operators cannot be reached", e);
    }
  }

  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("the JSONPath library has no field " + name, e);
    }
  }

  private static boolean matches(ValueNode left, ValueNode right, PredicateContext context) {
    if (left.isPatternNode() == right.isPatternNode()) {
      return false;
    }
    Pattern pattern = pattern((left.isPatternNode() ? left : right).asPatternNode());
    ValueNode value = left.isPatternNode() ? right : left;
    boolean list = value.isValueListNode();
    if (!list && !(value.isJsonNode() && value.asJsonNode().isArray(context))) {
      return matches(pattern, value);
    }
    ValueNode listed = list ? value : value.asJsonNode().asValueListNode(context);
    if (listed.isValueListNode()) {
      for (ValueNode each : listed.asValueListNode()) {
        if (matches(pattern, each)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(Pattern pattern, ValueNode value) {
    String text = "";
    if (value.isStringNode() || value.isNumberNode()) {
      text = value.asStringNode().getString();
    } else if (value.isBooleanNode()) {
      text = value.asBooleanNode().toString();
    }
    CharSequence counted =
        ReadBudget.CURRENT.isBound() ? new Counted(text, ReadBudget.CURRENT.get()) : text;
    return pattern.matcher(counted).matches();
  }

  private static Pattern pattern(PatternNode node) {
    try {
      return (Pattern) PATTERN.get(node);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the JSONPath library's patterns cannot be read", e);
    }
  }

  private record Counted(String text, ReadBudget budget) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      budget.charge(1);
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
