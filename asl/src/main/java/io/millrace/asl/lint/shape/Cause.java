package io.millrace.asl.lint.shape;

import org.jspecify.annotations.Nullable;

/// Why data look as they do: one link of a chain of reasons.
///
/// @param pointer JSON pointer of the field, or of the state, that did it
/// @param text one sentence without its full stop
/// @param fix what to change there, or null where nothing is to be changed
public record Cause(String pointer, String text, @Nullable String fix) {
  /// A cause at which nothing is to be changed.
  public Cause(String pointer, String text) {
    this(pointer, text, null);
  }
}
