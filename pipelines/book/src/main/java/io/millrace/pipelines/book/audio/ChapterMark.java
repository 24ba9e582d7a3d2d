package io.millrace.pipelines.book.audio;

/// Where a chapter stands in the audiobook: first sample and length, counted in decoded samples.
public record ChapterMark(String title, long startSample, long samples) {}
