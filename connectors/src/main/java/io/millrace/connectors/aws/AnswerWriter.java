package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Writes what a service answered as the JSON that Step Functions makes of it: members in
/// PascalCase, absent ones left out. Immutable, safe for concurrent use.
public enum AnswerWriter {
  /// Of `aws-sdk` integrations: times as ISO 8601 (recorded:
  /// services/test_sfn_start_execution_implicit_json_serialisation).
  SDK,
  /// Of optimized integrations: times in milliseconds since the epoch, as the first AWS SDK for
  /// Java had them written.
  OPTIMIZED;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// An object of the SDK.
  public ObjectNode write(SdkPojo pojo) {
    ObjectNode object = JSON.objectNode();
    for (Map.Entry<String, SdkField<?>> member : Members.of(pojo).entrySet()) {
      JsonNode value = write(member.getValue().getValueOrDefault(pojo));
      if (value != null) {
        object.set(member.getKey(), value);
      }
    }
    return object;
  }

  private @Nullable JsonNode write(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case SdkAutoConstructList<?> _ -> null; // the service sent none
      case SdkAutoConstructMap<?, ?> _ -> null;
      case SdkPojo pojo -> write(pojo);
      case List<?> list -> {
        ArrayNode array = JSON.arrayNode();
        list.forEach(each -> array.add(write(each)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = JSON.objectNode();
        map.forEach((name, each) -> object.set(String.valueOf(name), write(each)));
        yield object;
      }
      case Instant instant -> time(instant);
      case SdkBytes bytes -> JSON.textNode(text(bytes.asByteArrayUnsafe()));
      case Boolean b -> JSON.booleanNode(b);
      case Integer i -> JSON.numberNode(i);
      case Long l -> JSON.numberNode(l);
      case Short s -> JSON.numberNode(s);
      case Byte b -> JSON.numberNode(b);
      case Float f -> JSON.numberNode(f);
      case Double d -> JSON.numberNode(d);
      case BigDecimal d -> JSON.numberNode(d);
      case Document document -> document(document);
      case Object other -> JSON.textNode(other.toString());
    };
  }

  private JsonNode time(Instant instant) {
    return switch (this) {
      case SDK -> JSON.textNode(instant.toString());
      case OPTIMIZED -> JSON.numberNode(instant.toEpochMilli());
    };
  }

  /// Bytes as the text they are, else in base64.
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  private static JsonNode document(Document document) {
    if (document.isMap()) {
      ObjectNode object = JSON.objectNode();
      document.asMap().forEach((name, each) -> object.set(name, document(each)));
      return object;
    }
    if (document.isList()) {
      ArrayNode array = JSON.arrayNode();
      document.asList().forEach(each -> array.add(document(each)));
      return array;
    }
    if (document.isNumber()) {
      SdkNumber number = document.asNumber();
      return JSON.numberNode(number.bigDecimalValue());
    }
    if (document.isBoolean()) {
      return JSON.booleanNode(document.asBoolean());
    }
    return document.isNull() ? JSON.nullNode() : JSON.textNode(document.asString());
  }
}
