package io.millrace.asl.model;

/// The language of a state's expressions; a state uses one, never both.
public enum QueryLanguage {
  JSONPATH("JSONPath"),
  JSONATA("JSONata");

  private final String text;

  QueryLanguage(String text) {
    this.text = text;
  }

  /// The value of the field `QueryLanguage`.
  public String text() {
    return text;
  }
}
