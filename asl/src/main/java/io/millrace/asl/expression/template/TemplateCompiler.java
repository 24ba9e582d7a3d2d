package io.millrace.asl.expression.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.intrinsic.IntrinsicParser;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.expression.jsonpath.PathExpression;
import io.millrace.asl.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Compiles payload templates. Used by one thread.
public final class TemplateCompiler {
  private static final String DYNAMIC = ".$";

  private final Complaints complaints;

  /// A compiler that tells what is wrong, one sentence each, and goes on.
  public TemplateCompiler(Complaints complaints) {
    this.complaints = complaints;
  }

  /// Takes what is wrong.
  @FunctionalInterface
  public interface Complaints {
    /// @param pointer JSON pointer, within the template, of the object at fault
    /// @param complaint one sentence, as AWS words it
    /// @param text what is neither a path nor a call
    void accept(String pointer, String complaint, String text);
  }

  /// Compiles a template.
  public Expression template(JsonNode node) {
    PayloadTemplate.Part part = part(node, "");
    return part instanceof PayloadTemplate.Part.Fixed(var value)
        ? new Constant(value)
        : new PayloadTemplate(part, Json.write(node));
  }

  /// Compiles the value of a member named `x.$`: a path or an intrinsic function.
  ///
  /// @param name with `.$`, as AWS's texts quote it
  public Expression dynamic(String name, JsonNode value) {
    return dynamic(name, value, "");
  }

  private Expression dynamic(String name, JsonNode value, String pointer) {
    try {
      if (value.isTextual()) {
        return dynamic(name, value.textValue());
      }
    } catch (InvalidExpressionException e) {
      // Measured on AWS: the sentence does not say why.
    }
    complaints.accept(
        pointer,
        "The value for the field '"
            + name
            + "' must be a valid JSONPath or a valid intrinsic function call",
        value.asText());
    return new Constant(NullNode.getInstance());
  }

  /// Compiles a path or an intrinsic function.
  ///
  /// @param field as AWS's texts quote it
  /// @throws InvalidExpressionException when the text is neither
  public static Expression dynamic(String field, String text) throws InvalidExpressionException {
    return text.startsWith("$")
        ? new PathExpression(JsonPath.compile(text), PathExpression.Missing.notFound(field))
        : IntrinsicParser.compile(text);
  }

  private PayloadTemplate.Part part(JsonNode node, String pointer) {
    if (node instanceof ObjectNode object) {
      return members(object, pointer);
    }
    if (node.isArray()) {
      List<PayloadTemplate.Part> parts = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        JsonNode element = node.get(i);
        // Pointers are only made for what can be wrong: there may be half a million zeros.
        String below = element.isContainerNode() ? pointer + "/" + i : pointer;
        parts.add(part(element, below));
      }
      return parts.stream().allMatch(PayloadTemplate.Part.Fixed.class::isInstance)
          ? new PayloadTemplate.Part.Fixed(node)
          : new PayloadTemplate.Part.Elements(parts);
    }
    return new PayloadTemplate.Part.Fixed(node);
  }

  private PayloadTemplate.Part members(ObjectNode object, String pointer) {
    List<PayloadTemplate.Member> members = new ArrayList<>();
    boolean fixed = true;
    for (var entry : object.properties()) {
      String name = entry.getKey();
      PayloadTemplate.Part part;
      if (name.endsWith(DYNAMIC)) {
        part = new PayloadTemplate.Part.Computed(dynamic(name, entry.getValue(), pointer));
        name = name.substring(0, name.length() - DYNAMIC.length());
      } else {
        JsonNode value = entry.getValue();
        String below =
            value.isContainerNode()
                ? pointer + "/" + name.replace("~", "~0").replace("/", "~1")
                : pointer;
        part = part(value, below);
      }
      fixed &= part instanceof PayloadTemplate.Part.Fixed;
      members.add(new PayloadTemplate.Member(name, part));
    }
    return fixed
        ? new PayloadTemplate.Part.Fixed(object)
        : new PayloadTemplate.Part.Members(members);
  }
}
