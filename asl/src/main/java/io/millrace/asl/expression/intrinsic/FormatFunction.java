package io.millrace.asl.expression.intrinsic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/// `States.Format`: each `{}` of the template is replaced by the next argument; `\{`, `\}`, `\'`
/// and `\\` are those characters themselves.
final class FormatFunction {
  private FormatFunction() {}

  static JsonNode format(List<JsonNode> arguments) throws IntrinsicException {
    String template = Arguments.text(arguments, 0);
    StringBuilder out = new StringBuilder(template.length() + 16);
    int next = 1;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '\\' && i + 1 < template.length()) {
        i++;
        out.append(template.charAt(i));
      } else if (c == '{' && i + 1 < template.length() && template.charAt(i + 1) == '}') {
        if (next == arguments.size()) {
          throw new IntrinsicException();
        }
        append(out, arguments.get(next));
        next++;
        i++;
      } else if (c == '{' || c == '}') {
        throw new IntrinsicException();
      } else {
        out.append(c);
      }
    }
    if (next != arguments.size()) {
      throw new IntrinsicException();
    }
    return TextNode.valueOf(out.toString());
  }

  /// Containers are written as Java writes maps and lists; recorded: `snd={Id=arn:…, Name=…}`.
  private static void append(StringBuilder out, JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        String separator = "";
        out.append('{');
        for (var member : node.properties()) {
          out.append(separator).append(member.getKey()).append('=');
          append(out, member.getValue());
          separator = ", ";
        }
        out.append('}');
      }
      case ARRAY -> {
        String separator = "";
        out.append('[');
        for (JsonNode element : node) {
          out.append(separator);
          append(out, element);
          separator = ", ";
        }
        out.append(']');
      }
      default -> out.append(node.asText());
    }
  }
}
