package io.millrace.cli.progress;

/// A chapter as the display needs it.
///
/// @param title as printed in the book
/// @param characters of its text: the measure of how long it takes to speak; at least 1
public record Chapter(String title, long characters) {
  public Chapter {
    characters = Math.max(1, characters);
  }
}
