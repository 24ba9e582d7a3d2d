package io.millrace.pipelines.book.audio;

import java.nio.file.Path;
import java.util.List;

/// The finished audiobook: its file, its marks in order and its whole length.
///
/// @param silent the chapters that hold no sound and were left out
/// @param notes for the user, on what else is not as asked
public record Assembly(
    Path file,
    List<ChapterMark> marks,
    long samples,
    int sampleRate,
    List<AudioChapter> silent,
    List<String> notes) {

  public Assembly {
    marks = List.copyOf(marks);
    silent = List.copyOf(silent);
    notes = List.copyOf(notes);
  }

  /// The length in seconds.
  public double seconds() {
    return (double) samples / sampleRate;
  }
}
