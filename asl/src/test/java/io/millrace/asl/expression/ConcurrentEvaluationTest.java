package io.millrace.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// One compiled expression serves many threads.
class ConcurrentEvaluationTest {
  @Test
  void threadsSharingAnExpressionSeeOnlyTheirOwnInput() throws Exception {
    Expression expression =
        new JsonataTemplate(false, complaint -> {})
            .compile(
                TextNode.valueOf("{% $sum($map([1..20], function($i){ $i * $states.input })) %}"),
                "Output",
                Expected.ANY);

    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int input = i;
      tasks.add(
          () -> {
            JsonNode value = expression.evaluate(scope(IntNode.valueOf(input)));
            return value.equals(IntNode.valueOf(210 * input));
          });
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  private static Scope scope(JsonNode input) {
    JsonNode context = Json.mapper().createObjectNode();
    return new Scope(input, () -> context, Map.of(), null, null, new Random(1));
  }
}
