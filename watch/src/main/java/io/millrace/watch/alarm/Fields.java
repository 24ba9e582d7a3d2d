package io.millrace.watch.alarm;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A YAML mapping that is read field by field; what was not read in the end is a mistake. Each
/// method throws [IllegalArgumentException] saying where and what is wrong.
final class Fields {
  private final String place;
  private final Map<?, ?> values;
  private final Set<String> taken = new HashSet<>();

  Fields(String place, Map<?, ?> values) {
    this.place = place;
    this.values = values;
  }

  IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(place + ": " + problem);
  }

  boolean has(String field) {
    return values.get(field) != null;
  }

  private @Nullable Object take(String field) {
    taken.add(field);
    return values.get(field);
  }

  void takes(Collection<String> fields) {
    taken.addAll(fields);
  }

  void finish() {
    for (Object field : values.keySet()) {
      if (!taken.contains(String.valueOf(field))) {
        throw wrong("there is no field '" + field + "'");
      }
    }
  }

  String text(String field) {
    if (take(field) instanceof String text) {
      return text;
    }
    throw wrong(field + " must be a text");
  }

  String text(String field, String otherwise) {
    return has(field) ? text(field) : otherwise;
  }

  /// @param otherwise null when it must be there
  int integer(String field, @Nullable Integer otherwise) {
    Object value = take(field);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    if (value instanceof Integer number) {
      return number;
    }
    throw wrong(field + " must be a whole number, not " + value);
  }

  double number(String field) {
    if (take(field) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(field + " must be a number");
  }

  boolean flag(String field, boolean otherwise) {
    Object value = take(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(field + " must be true or false, not " + value);
  }

  /// @param otherwise null when it must be there
  <E extends Enum<E>> E oneOf(String field, Class<E> type, @Nullable E otherwise) {
    Object value = take(field);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    throw wrong(
        "%s must be one of %s, not %s"
            .formatted(field, Arrays.toString(type.getEnumConstants()), value));
  }

  List<?> list(String field) {
    Object value = take(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(field + " must be a list, not " + value);
  }

  Map<String, String> texts(String field) {
    Object value = take(field);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(field + " must be a mapping, not " + value);
    }
    Map<String, String> texts = new HashMap<>();
    map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
    return texts;
  }
}
