package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.jsonpath.JsonPath;
import java.util.List;

/// An argument of a call, as parsed.
public sealed interface Argument {
  /// A literal.
  ///
  /// @param value the literal with its escapes resolved
  /// @param raw a text's content as written, escapes included: `States.Format` reads them itself
  record Literal(JsonNode value, String raw) implements Argument {}

  /// A path.
  record Path(JsonPath path) implements Argument {}

  /// Another call.
  record Call(IntrinsicFunction function, List<Argument> arguments) implements Argument {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
