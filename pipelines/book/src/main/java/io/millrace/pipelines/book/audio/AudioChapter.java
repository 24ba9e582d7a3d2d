package io.millrace.pipelines.book.audio;

import java.nio.file.Path;

/// A chapter to put into the audiobook. A file that holds no sound (missing, empty, or without a
/// single MP3 frame) makes an empty chapter, which gets no mark.
public record AudioChapter(String title, Path mp3) {}
