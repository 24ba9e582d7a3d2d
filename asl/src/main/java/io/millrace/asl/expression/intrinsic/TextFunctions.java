package io.millrace.asl.expression.intrinsic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Functions of texts: Base64, hashes, splitting.
final class TextFunctions {
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  private TextFunctions() {}

  static JsonNode base64Encode(List<JsonNode> arguments) throws IntrinsicException {
    byte[] bytes = Arguments.shortText(arguments, 0).getBytes(UTF_8);
    return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
  }

  /// Measured on AWS: characters that are not of Base64 are passed over.
  static JsonNode base64Decode(List<JsonNode> arguments) throws IntrinsicException {
    String text = Arguments.shortText(arguments, 0);
    try {
      return TextNode.valueOf(new String(Base64.getMimeDecoder().decode(text), UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IntrinsicException();
    }
  }

  /// A text is hashed as it is, other JSON as its compact text.
  static JsonNode hash(List<JsonNode> arguments) throws IntrinsicException {
    JsonNode data = arguments.get(0);
    String algorithm = Arguments.text(arguments, 1);
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IntrinsicException();
    }
    String text = Arguments.limited(data.isTextual() ? data.textValue() : Json.write(data));
    return TextNode.valueOf(hash(text, algorithm));
  }

  /// The digest in lower-case hexadecimal.
  private static String hash(String text, String algorithm) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }

  /// Each character of the second argument separates; empty parts are left out.
  static JsonNode split(List<JsonNode> arguments) throws IntrinsicException {
    String text = Arguments.text(arguments, 0);
    String separators = Arguments.text(arguments, 1);
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    if (separators.isEmpty()) {
      throw new IntrinsicException();
    }
    int from = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      if (separators.indexOf(point) >= 0) {
        addPart(parts, text, from, at);
        from = next;
      }
      at = next;
    }
    addPart(parts, text, from, text.length());
    return parts;
  }

  private static void addPart(ArrayNode parts, String text, int from, int to) {
    if (to > from) {
      parts.add(text.substring(from, to));
    }
  }
}
