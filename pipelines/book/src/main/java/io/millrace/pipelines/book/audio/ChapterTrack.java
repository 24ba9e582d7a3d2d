package io.millrace.pipelines.book.audio;

/// A chapter and its AAC frames, at least one.
record ChapterTrack(AudioChapter chapter, AacTrack aac) {}
