package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A compiled call, with the calls in its arguments.
public record IntrinsicExpression(String text, Argument.Call call) implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    return evaluate(call, scope);
  }

  private JsonNode evaluate(Argument.Call function, Scope scope) {
    List<JsonNode> values = new ArrayList<>(function.arguments().size());
    for (int i = 0; i < function.arguments().size(); i++) {
      boolean template = i == 0 && function.function() == IntrinsicFunction.FORMAT;
      values.add(
          switch (function.arguments().get(i)) {
            case Argument.Literal(var value, var raw) ->
                template && value.isTextual() ? TextNode.valueOf(raw) : value;
            case Argument.Path(var path) -> find(path, scope);
            case Argument.Call nested -> evaluate(nested, scope);
          });
    }
    try {
      return function.function().apply(values, scope.random());
    } catch (IntrinsicException e) {
      throw failure("Invalid arguments in " + function.function());
    }
  }

  /// Measured on AWS: the text names the whole expression, a context path without its second dollar
  /// sign, and always the state's input.
  private JsonNode find(JsonPath path, Scope scope) {
    JsonNode found = path.find(scope);
    if (found != null) {
      return found;
    }
    String shown =
        path.root() instanceof JsonPath.Root.Context ? path.text().substring(1) : path.text();
    throw failure(
        "The JsonPath argument for the field '"
            + shown
            + "' could not be found in the input '"
            + Json.write(scope.input())
            + "'");
  }

  /// Measured on AWS: the error is not `States.IntrinsicFailure`, although AWS's guide lists that.
  private ExpressionFailure failure(String why) {
    return new ExpressionFailure(
        "States.Runtime", "The function '" + text + "' had the following error: " + why, null);
  }

  @Override
  public Set<String> variables() {
    Set<String> all = new HashSet<>();
    collect(call, all);
    return all;
  }

  private static void collect(Argument argument, Set<String> all) {
    switch (argument) {
      case Argument.Literal _ -> {}
      case Argument.Path(var path) -> all.addAll(path.variables());
      case Argument.Call(_, var arguments) -> arguments.forEach(each -> collect(each, all));
    }
  }
}
