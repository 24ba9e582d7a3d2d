package io.millrace.pipelines.book.audio;

import java.nio.file.Path;
import java.util.List;

/// The finished audiobook: its file, its marks in order, its whole length, and notes for the user
/// on what was left out.
public record Assembly(
    Path file, List<ChapterMark> marks, long samples, int sampleRate, List<String> notes) {

  public Assembly {
    marks = List.copyOf(marks);
    notes = List.copyOf(notes);
  }

  /// The length in seconds.
  public double seconds() {
    return (double) samples / sampleRate;
  }
}
