package io.millrace.asl.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// JSON on its way through an execution: the text as it was sent or produced, the tree, or both.
///
/// Each is made from the other when first asked, so a state that only hands data on costs no
/// parsing, and an input's text is kept as sent until a state changes it (AWS's recordings show the
/// same). Values are immutable as long as nobody changes the tree. Safe for concurrent use: at
/// worst a conversion is done twice.
public final class Payload {
  /// `{}`.
  public static final Payload EMPTY_OBJECT = ofText("{}");

  /// `null`.
  public static final Payload NULL = ofText("null");

  private @Nullable String text;
  private @Nullable JsonNode node;

  private Payload(@Nullable String text, @Nullable JsonNode node) {
    this.text = text;
    this.node = node;
  }

  /// A payload of a text that is known to be JSON.
  public static Payload ofText(String text) {
    return new Payload(Objects.requireNonNull(text), null);
  }

  /// A payload of a text that comes from outside; it is kept as it is.
  ///
  /// @throws JsonProcessingException when the text is not JSON
  public static Payload parse(String text) throws JsonProcessingException {
    return new Payload(text, Json.parse(text));
  }

  /// A payload of a tree; its text will be compact.
  public static Payload ofNode(JsonNode node) {
    return new Payload(null, Objects.requireNonNull(node));
  }

  /// The JSON text.
  public String text() {
    String known = text;
    if (known == null) {
      known = Json.write(Objects.requireNonNull(node));
      text = known;
    }
    return known;
  }

  /// The tree. Callers must not change it.
  ///
  /// @throws IllegalStateException when the text is not JSON: callers check what comes from outside
  ///   with [Json#parse]
  public JsonNode node() {
    JsonNode known = node;
    if (known == null) {
      try {
        known = Json.parse(Objects.requireNonNull(text));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a payload is not JSON: " + e.getOriginalMessage(), e);
      }
      node = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
