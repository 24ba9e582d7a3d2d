package io.millrace.pipelines.book.audio;

import java.nio.file.Path;

/// A chapter to put into the audiobook. A file that holds no sound (missing, empty, or without a
/// single frame) makes an empty chapter, which gets no mark.
///
/// @param encoding what the file is made of: AAC goes into the audiobook as it is, unless another
///   chapter has a higher rate; MP3 is encoded anew
public record AudioChapter(String title, Path file, Encoding encoding) {

  /// How a chapter's sound is encoded. AAC is in ADTS framing.
  public enum Encoding {
    MP3,
    AAC
  }

  /// A chapter in MP3.
  public AudioChapter(String title, Path mp3) {
    this(title, mp3, Encoding.MP3);
  }
}
