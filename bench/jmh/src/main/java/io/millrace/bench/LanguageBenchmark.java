package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.Asl;
import io.millrace.asl.Parsed;
import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.model.StateMachineDefinition;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;

/// Parsing, JSONata and Choice rules, in nanoseconds each.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class LanguageBenchmark {
  private final String hundred = Samples.hundredStates();
  private final String hundredJsonata = Samples.hundredJsonataStates();
  private final Scope scope = Samples.scope();
  private final Expression simple = jsonata("$states.input.order.total * 2");
  private final Expression typical =
      jsonata(
          """
          {'id': $states.input.order.id,
           'lines': [$states.input.order.lines[price > 10].{'sku': sku, 'sum': price * quantity}],
           'total': $sum($states.input.order.lines.(price * quantity))}\
          """);
  private final Condition comparison =
      condition("{'Variable':'$.order.total','NumericGreaterThan':1000,'Next':'S1'}");
  private final Condition combination =
      condition(
          """
          {'And':[{'Variable':'$.order.customer.country','StringEquals':'GB'},
                  {'Not':{'Variable':'$.order.express','BooleanEquals':true}},
                  {'Variable':'$.order.id','StringMatches':'o-*'}],'Next':'S1'}\
          """);

  /// A definition of a hundred JSONPath states.
  @Benchmark
  public Parsed<StateMachineDefinition> parseHundredStates() {
    return Asl.parse(hundred);
  }

  /// A definition of a hundred JSONata states, three hundred expressions.
  @Benchmark
  public Parsed<StateMachineDefinition> parseHundredJsonataStates() {
    return Asl.parse(hundredJsonata);
  }

  /// A number out of the input, times two.
  @Benchmark
  public JsonNode jsonataSimple() {
    return simple.evaluate(scope);
  }

  /// A filter, a mapping to objects and a sum over ten lines.
  @Benchmark
  public JsonNode jsonataTypical() {
    return typical.evaluate(scope);
  }

  /// One numeric comparison.
  @Benchmark
  public boolean choiceComparison() {
    return comparison.test(scope);
  }

  /// Three comparisons combined.
  @Benchmark
  public boolean choiceCombination() {
    return combination.test(scope);
  }

  private static Expression jsonata(String text) {
    return new JsonataTemplate(
            false,
            complaint -> {
              throw new IllegalArgumentException(complaint.message());
            })
        .compile(TextNode.valueOf("{%" + text + "%}"), "Output", Expected.ANY);
  }

  private static Condition condition(String rule) {
    return Samples.choice(rule).choices().getFirst().condition();
  }
}
