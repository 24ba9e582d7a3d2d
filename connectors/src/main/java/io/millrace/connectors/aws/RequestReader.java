package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// Fills a request of the SDK from a task's Parameters or Arguments, collecting what is wrong with
/// them. Used by one thread, once.
///
/// A value that is no string is sent as its JSON text where a string is wanted (recorded:
/// services/test_sfn_start_execution_implicit_json_serialisation, services/test_publish_base). Null
/// is as good as absent.
final class RequestReader {
  private final List<String> faults = new ArrayList<>();

  /// What is wrong, in Step Functions' words; empty when nothing is.
  List<String> faults() {
    return faults;
  }

  /// Sets members of the builder.
  ///
  /// @param body the name of a member that is streamed and so not described by the SDK, or null
  void fill(SdkPojo builder, JsonNode parameters, @Nullable String body) {
    Map<String, SdkField<?>> members = Members.of(builder);
    for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
      String name = entry.getKey();
      SdkField<?> member = members.get(name);
      if (member != null) {
        Object value = value(name, member, entry.getValue());
        if (value != null) {
          member.set(builder, value);
        }
      } else if (!name.equals(body)) {
        faults.add("The field '" + name + "' is not supported by Step Functions");
      }
    }
  }

  private @Nullable Object value(String name, SdkField<?> member, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    MarshallingKnownType type = member.marshallingType().getKnownType();
    return switch (type) {
      case STRING -> text(value);
      case SDK_BYTES -> SdkBytes.fromUtf8String(text(value));
      case BOOLEAN -> value.isBoolean() ? value.booleanValue() : fault(name, "a BOOLEAN");
      case INTEGER -> value.canConvertToInt() ? (Object) value.intValue() : notWhole(name);
      case LONG -> value.canConvertToLong() ? (Object) value.longValue() : notWhole(name);
      case SHORT -> value.canConvertToInt() ? (Object) value.shortValue() : notWhole(name);
      case BYTE -> value.canConvertToInt() ? (Object) (byte) value.intValue() : notWhole(name);
      case FLOAT -> value.isNumber() ? (Object) value.floatValue() : fault(name, "a NUMBER");
      case DOUBLE -> value.isNumber() ? (Object) value.doubleValue() : fault(name, "a NUMBER");
      case BIG_DECIMAL -> value.isNumber() ? value.decimalValue() : fault(name, "a NUMBER");
      case INSTANT -> instant(name, value);
      case SDK_POJO -> pojo(name, member, value);
      case LIST -> list(name, member, value);
      case MAP -> map(name, member, value);
      case DOCUMENT -> document(value);
      case NULL -> null;
    };
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : Json.write(value);
  }

  private @Nullable Object notWhole(String name) {
    return fault(name, "an INTEGER");
  }

  private @Nullable Object fault(String name, String wanted) {
    faults.add("The value for the field '" + name + "' must be " + wanted);
    return null;
  }

  /// A time as ISO 8601, or in seconds since the epoch.
  private @Nullable Object instant(String name, JsonNode value) {
    if (value.isNumber()) {
      long millis = value.decimalValue().multiply(BigDecimal.valueOf(1_000)).longValue();
      return Instant.ofEpochMilli(millis);
    }
    try {
      return OffsetDateTime.parse(value.asText()).toInstant();
    } catch (DateTimeException _) {
      return fault(name, "a TIMESTAMP");
    }
  }

  private @Nullable Object pojo(String name, SdkField<?> member, JsonNode value) {
    if (!value.isObject()) {
      return fault(name, "an OBJECT");
    }
    SdkPojo builder = member.constructor().get();
    fill(builder, value, null);
    return ((Buildable) builder).build();
  }

  private @Nullable Object list(String name, SdkField<?> member, JsonNode value) {
    if (!value.isArray()) {
      return fault(name, "an ARRAY");
    }
    SdkField<?> element = member.getTrait(ListTrait.class).memberFieldInfo();
    List<@Nullable Object> values = new ArrayList<>(value.size());
    for (JsonNode each : value) {
      values.add(value(name, element, each));
    }
    return values;
  }

  private @Nullable Object map(String name, SdkField<?> member, JsonNode value) {
    if (!value.isObject()) {
      return fault(name, "an OBJECT");
    }
    SdkField<?> element = member.getTrait(MapTrait.class).valueFieldInfo();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      values.put(each.getKey(), value(each.getKey(), element, each.getValue()));
    }
    return values;
  }

  private static Document document(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        Map<String, Document> fields = new LinkedHashMap<>();
        value.properties().forEach(each -> fields.put(each.getKey(), document(each.getValue())));
        yield Document.fromMap(fields);
      }
      case ARRAY -> {
        List<Document> elements = new ArrayList<>();
        value.forEach(each -> elements.add(document(each)));
        yield Document.fromList(elements);
      }
      case NUMBER -> Document.fromNumber(value.asText());
      case BOOLEAN -> Document.fromBoolean(value.booleanValue());
      case NULL, MISSING -> Document.fromNull();
      case STRING, BINARY, POJO -> Document.fromString(value.asText());
    };
  }
}
