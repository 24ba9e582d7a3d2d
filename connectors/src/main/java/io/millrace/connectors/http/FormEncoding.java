package io.millrace.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes JSON as URL-encoded pairs: queries, and bodies of forms.
///
/// How arrays are written is AWS's `RequestEncodingOptions.ArrayFormat` (developer guide, "Call
/// HTTPS APIs in Step Functions workflows", "Applying URL-encoding on request body").
enum FormEncoding {
  /// `a[0]=x&a[1]=y`, AWS's default.
  INDICES,
  /// `a=x&a=y`.
  REPEAT,
  /// `a=x,y`.
  COMMAS,
  /// `a[]=x&a[]=y`.
  BRACKETS,
  /// `a=["x","y"]`.
  NONE;

  /// The pairs of an object, joined.
  String write(JsonNode object) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      add(field.getKey(), field.getValue(), pairs);
    }
    return String.join("&", pairs);
  }

  private void add(String name, JsonNode value, List<String> pairs) {
    if (value.isObject()) {
      value.properties().forEach(f -> add(name + "[" + f.getKey() + "]", f.getValue(), pairs));
    } else if (value.isArray()) {
      addArray(name, value, pairs);
    } else {
      pairs.add(encoded(name) + "=" + encoded(text(value)));
    }
  }

  private void addArray(String name, JsonNode array, List<String> pairs) {
    switch (this) {
      case INDICES -> {
        for (int i = 0; i < array.size(); i++) {
          add(name + "[" + i + "]", array.get(i), pairs);
        }
      }
      case REPEAT -> array.forEach(each -> add(name, each, pairs));
      case BRACKETS -> array.forEach(each -> add(name + "[]", each, pairs));
      case COMMAS -> {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(encoded(text(each))));
        pairs.add(encoded(name) + "=" + String.join(",", texts));
      }
      case NONE -> pairs.add(encoded(name) + "=" + encoded(Json.write(array)));
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : Json.write(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
