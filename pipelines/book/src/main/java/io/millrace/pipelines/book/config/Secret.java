package io.millrace.pipelines.book.config;

/// A value that must not be seen: a password or a provider's key. It never prints itself, so a
/// record that holds it may be logged.
public record Secret(String value) {
  @Override
  public String toString() {
    return "Secret[***]";
  }
}
