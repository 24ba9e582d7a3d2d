package io.millrace.cli.definition;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How a document is written.
public enum Format {
  JSON,
  YAML;

  /// The format a file's name tells: YAML for `.yaml` and `.yml`, else JSON.
  public static Format of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : JSON;
  }

  /// The tree of a text in this format.
  ///
  /// @throws UnreadableException when it is not exactly one document
  public Document read(String text) throws UnreadableException {
    return switch (this) {
      case JSON -> new Document(JsonReader.read(text), List.of());
      case YAML -> YamlReader.read(text);
    };
  }

  /// The text of a document, ending with a line feed. JSON has no room for comments.
  public String write(Document document) {
    return switch (this) {
      case JSON -> JsonWriter.write(document.root());
      case YAML -> YamlWriter.write(document);
    };
  }
}
