package io.millrace.local.sns;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The parameters of a request in the AWS query protocol: a form whose names are paths, such as
/// `Attributes.entry.1.key`.
///
/// @param values decoded, by name
record Parameters(Map<String, String> values) {

  /// @throws SnsError when a percent-encoding is broken
  static Parameters of(String form) {
    var values = new TreeMap<String, String>();
    for (var pair : form.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = equals < 0 ? pair : pair.substring(0, equals);
        values.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new Parameters(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String required(String name) {
    return text(name).orElseThrow(() -> SnsError.missing(name));
  }

  /// What stands under a path, with the names after it.
  Parameters under(String path) {
    var under = new TreeMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(path + ".")) {
            under.put(name.substring(path.length() + 1), value);
          }
        });
    return new Parameters(under);
  }

  /// The elements `path.member.1`, `path.member.2` and so on, until one is missing.
  List<Parameters> members(String path) {
    return numbered(path + ".member");
  }

  List<String> texts(String path) {
    var texts = new ArrayList<String>();
    for (int i = 1; values.containsKey(path + ".member." + i); i++) {
      texts.add(values.get(path + ".member." + i));
    }
    return texts;
  }

  /// `path.entry.N.key` and `.value`.
  Map<String, String> map(String path) {
    var map = new LinkedHashMap<String, String>();
    for (var entry : numbered(path + ".entry")) {
      map.put(entry.required("key"), entry.text("value").orElse(""));
    }
    return map;
  }

  List<Parameters> numbered(String path) {
    var elements = new ArrayList<Parameters>();
    for (int i = 1; ; i++) {
      var element = under(path + "." + i);
      if (element.values().isEmpty()) {
        return elements;
      }
      elements.add(element);
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw SnsError.invalid("the form is not percent-encoded properly: " + e.getMessage());
    }
  }
}
