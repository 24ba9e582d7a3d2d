/// Finds the chapters in a stream of [io.millrace.pipelines.book.parse.outline.Piece]s: the rules
/// that all formats share about numerals, headings, parts, front and back matter. It must not know
/// any file format: no DOM, no fonts, no archives. Read
/// [io.millrace.pipelines.book.parse.outline.ChapterFinder] first.
@NullMarked
package io.millrace.pipelines.book.parse.outline;

import org.jspecify.annotations.NullMarked;
