package io.millrace.asl.expression.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No path holds up the thread that searches for it, and none makes it throw what is not
/// documented.
class HostilePathsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$..*..*..*..*..*",
        "$..*..*..*[?(@.x == 1)]",
        "$.list[?(@.k =~ /(.*a){30}/)]",
      })
  void aSearchThatLooksAtTooMuchIsGivenUp(String path) {
    assertThatThrownBy(() -> find(path, hostile()))
        .isInstanceOf(ExpressionFailure.class)
        .hasMessageStartingWith(
            "States.Runtime: Invalid path '" + path + "' : the search looks at");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$..sum()",
        "$.list[?(@.k in ['x''])]",
        "$.list[?(@.k in [{%'x','z'])]",
        "$.list[?(@..sum() > 1)]",
      })
  void whatTheLibraryStumblesOverFindsNothing(String path) throws InvalidExpressionException {
    JsonNode found = find(path, hostile());

    assertThat(found == null || found.isEmpty()).isTrue();
  }

  @Test
  void aFilterOnManyItemsIsFarFromTheBound() throws InvalidExpressionException {
    ObjectNode input = Json.mapper().createObjectNode();
    ArrayNode list = input.putArray("list");
    for (int i = 0; i < 20_000; i++) {
      list.addObject().put("k", "k" + i).put("v", i);
    }

    assertThat(find("$.list[?(@.k =~ /k1.*/ && @.v < 15000)]", input)).hasSize(6_111);
    assertThat(find("$..v", input)).hasSize(20_000);
  }

  /// A list of one long text, and five hundred arrays within each other.
  private static ObjectNode hostile() {
    ObjectNode input = Json.mapper().createObjectNode();
    input.putArray("list").addObject().put("k", "a".repeat(60) + "!");
    ArrayNode deep = input.putArray("deep");
    for (int i = 0; i < 450; i++) {
      deep = deep.addArray().add(i).addArray();
    }
    return input;
  }

  private static @Nullable JsonNode find(String path, JsonNode input)
      throws InvalidExpressionException {
    JsonNode context = Json.mapper().createObjectNode();
    return JsonPath.compile(path)
        .find(new Scope(input, () -> context, Map.of(), null, null, new Random(1)));
  }
}
