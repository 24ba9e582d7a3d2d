package io.millrace.asl.expression.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An expression is paid for by what it reads and makes, and ends when it has used its budget.
class BudgetTest {
  /// What never ends is given an eighth of the budget, and what is repeated an eighth as often, so
  /// that these tests take an eighth of the time.
  private static final long SPENT = Budget.WORK_MAX / 8 * 7;

  private static final String TIMEOUT = "Expression evaluation timeout";
  private static final String MEMORY = "Expression evaluation memory limit exceeded";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$length($pad('x', 30000000))",
        "$pad('x', -2147483648)",
        "$join([1..800000].('1234567890'))",
        "($p := $pad('x', 4000000); $p & $p)",
        "$replace($pad('', 100000, 'x'), 'x', $pad('y', 1000))",
        "$replace($pad('', 100000, 'x'), /x/, $pad('y', 1000))",
        "$replace($pad('', 4000, 'x'), /x+/, '$0$0$0$0' & $pad('$0', 8000, '$0'))",
        "($p := $pad('y', 1000000); $replace($pad('', 1000, 'x'), /x/, function($m){ $p }))",
        "$string([1..20].($pad('x', 400000)))",
        "{'a': [1..30].([1..100000])}",
        "$fromMillis(0, '[Y,*-999999999]')",
        "$fromMillis(0, '[f,999999999]')",
        "$now('[Y,999999999-*]')",
        "$toMillis('x', '[Y,999999999]')",
        "$range(1, 9e18, 1)",
        "($a := [1..1000]; $a@$x.$a@$y.$a@$z.($x))",
      })
  void whatWouldBeTooLargeIsNotMade(String expression) {
    refuses(expression, MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1..2500].($string($states.input))",
        "[1..2500].($states.input & '')",
        "[1..2500].($hash($states.input, 'MD5'))",
        "[1..2500].($states.input = $states.input)",
        "[1..2500].(7 in $states.input)",
        "[1..2500].($boolean($states.input))",
        "[1..2500].($distinct($states.input))",
        "[1..2500].($states.input ? 1 : 2)",
        "($t := |$|{}|; [1..2500].($t($states.input)))",
        "[1..2500].($sum($states.input))",
        "($p := $pad('x', 200000); [1..2500].($uppercase($p)))",
        "($p := $pad('x', 200000); [1..2500].($p = $p))",
        "($p := $pad('x', 200000); [1..2500]^($p))",
        "($p := $pad('x', 200000); $sort([1..2500].($p)))",
        "$states.input{'k': $}",
        "$contains($pad('', 3000000, 'x'), $pad('', 1000000, 'x') & 'y')",
        "($f := function($x){ $f($x + 1) }; $f(1))",
        "$parseInteger($pad('', 1000000, '9'), '0')",
        "$formatNumber(1, $pad('', 100000, '#,') & '0')",
        "$match($pad('', 100000, 'a'), /a*a*a*b/)",
      })
  void theSameWorkTooOftenEndsInATimeout(String expression) {
    refuses(expression, TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$contains($pad('', 200, 'a') & 'b', /a*a*a*a*a*a*c/)",
        "$match($pad('', 200, 'a') & 'b', /a*a*a*a*a*a*c/)",
        "$split($pad('', 200, 'a') & 'b', /a*a*a*a*a*a*c/)",
        "$replace($pad('', 200, 'a') & 'b', /a*a*a*a*a*a*c/, '')",
        "$replace($pad('', 200, 'a') & 'b', /a*a*a*a*a*a*c/, '', 1)",
        "($r := /a*a*a*a*a*a*c/; $r($pad('', 200, 'a') & 'b'))",
        "$filter([$pad('', 200, 'a') & 'b'], /a*a*a*a*a*a*c/)",
      })
  void aRegularExpressionThatGoesBackTooOftenEndsInATimeout(String expression) {
    refuses(expression, TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$reduce([1..40], function($x, $i){ [[$x], [$x]] }, 1)",
        "($d := function($s){ $reduce([1..40], function($x, $i){ [[$x], [$x]] }, $s) };"
            + " $d(1) = $d(1))",
        "($x := $reduce([1..40], function($x, $i){ [[$x], [$x]] }, 1); $string($x))",
        "($x := $reduce([1..40], function($x, $i){ [[$x], [$x]] }, 0); $x ? 1 : 2)",
        "($x := $reduce([1..40], function($x, $i){ [[$x], [$x]] }, 0); $x.name)",
        "($x := $reduce([1..40], function($x, $i){ [[$x], [$x]] }, 0); $x.**)",
      })
  void arraysThatShareTheirElementsCountAsLargeAsTheyRead(String expression) {
    assertThatThrownBy(() -> evaluate(expression, SPENT))
        .isInstanceOf(ExpressionFailure.class)
        .hasMessageContaining("Expression evaluation");
  }

  @Test
  void whatPipelinesDoIsFarFromTheBounds() {
    assertThat(evaluate("$count($states.input[$ > 5])").intValue()).isEqualTo(39_994);
    assertThat(evaluate("$length($string($states.input))").intValue()).isEqualTo(228_891);
    assertThat(evaluate("$length($join($states.input.$string(), ','))").intValue())
        .isEqualTo(228_889);
    assertThat(evaluate("$count($states.input ~> $map(function($v){ $v * 2 }))").intValue())
        .isEqualTo(40_000);
    assertThat(evaluate("$sum([1..873782])").longValue()).isEqualTo(381_747_928_653L);
  }

  @Test
  void paddingReplacingAndRoundingGiveWhatJsonataSays() {
    assertThat(evaluate("$pad('foo', -5, '#')")).isEqualTo(TextNode.valueOf("##foo"));
    assertThat(evaluate("$pad('foo', 8, '-+')")).isEqualTo(TextNode.valueOf("foo-+-+-"));
    assertThat(evaluate("$pad('foo', 2)")).isEqualTo(TextNode.valueOf("foo"));
    assertThat(evaluate("$replace('a.b.c', '.', '$1', 1)")).isEqualTo(TextNode.valueOf("a$1b.c"));
    assertThat(evaluate("$replace('a.b.c', '.', '-')")).isEqualTo(TextNode.valueOf("a-b-c"));
    assertThat(evaluate("$replace('John Smith', /(\\w+)\\s(\\w+)/, '$2, $1')"))
        .isEqualTo(TextNode.valueOf("Smith, John"));
    assertThat(evaluate("$replace('aXbXc', /x/i, function($m){ $lowercase($m.match) & '!' })"))
        .isEqualTo(TextNode.valueOf("ax!bx!c"));
    assertThat(evaluate("$replace('aaa', /a/, 'b', 2)")).isEqualTo(TextNode.valueOf("bba"));
    assertThat(evaluate("$round(1.005, 1000000000)").doubleValue()).isEqualTo(1.005);
    assertThat(evaluate("$split('a, b,c', /, ?/)").size()).isEqualTo(3);
    assertThat(evaluate("$map(['1','2'], $number)").toString()).isEqualTo("[1,2]");
    assertThat(evaluate("$filter(['ab','cd'], /b/)")).isEqualTo(TextNode.valueOf("ab"));
  }

  @Test
  void aWholeBudgetEndsToo() {
    assertThatThrownBy(() -> evaluate("[1..20000].($string($states.input))", 0))
        .isInstanceOf(ExpressionFailure.class)
        .hasMessageContaining(TIMEOUT);
  }

  private static void refuses(String expression, String why) {
    assertThatThrownBy(() -> evaluate(expression, why.equals(TIMEOUT) ? SPENT : 0))
        .isInstanceOf(ExpressionFailure.class)
        .hasMessageContaining(why);
  }

  private static JsonNode evaluate(String text) {
    return evaluate(text, 0);
  }

  private static JsonNode evaluate(String text, long spent) {
    JsonataExpression expression =
        (JsonataExpression)
            new JsonataTemplate(
                    false,
                    complaint -> {
                      throw new IllegalArgumentException(complaint.message());
                    })
                .compile(TextNode.valueOf("{% " + text + " %}"), "Output", Expected.ANY);
    ArrayNode input = Json.mapper().createArrayNode();
    for (int i = 0; i < 40_000; i++) {
      input.add(i);
    }
    JsonNode context = Json.mapper().createObjectNode();
    return expression.evaluate(
        new Scope(input, () -> context, Map.of(), null, null, new Random(1)), spent);
  }
}
