package io.millrace.cli.definition;

import java.util.List;

/// A whole document.
///
/// @param closing comments after everything else
public record Document(Value root, List<String> closing) {
  public Document {
    closing = List.copyOf(closing);
  }

  /// How many comments it has.
  public int comments() {
    return closing.size() + Value.comments(root);
  }
}
