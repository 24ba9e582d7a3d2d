package io.millrace.local.lambda;

import java.util.Optional;
import java.util.regex.Pattern;

/// A function as callers name it (Lambda API reference, "Invoke", FunctionName): `name`,
/// `name:qualifier`, `123456789012:function:name[:qualifier]` or
/// `arn:aws:lambda:region:123456789012:function:name[:qualifier]`.
///
/// @param name 1 to 64 letters, digits, `-` and `_`
/// @param qualifier version or alias
record FunctionName(String name, Optional<String> qualifier) {
  static final String LATEST = "$LATEST";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?\\d{12}:function:)?"
              + "(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

  /// Empty when the text has none of the four forms.
  static Optional<FunctionName> parse(String text, Optional<String> qualifier) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new FunctionName(
                matcher.group("name"),
                Optional.ofNullable(matcher.group("qualifier")).or(() -> qualifier)))
        : Optional.empty();
  }
}
