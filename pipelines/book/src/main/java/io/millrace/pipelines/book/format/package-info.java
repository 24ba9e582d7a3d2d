/// Turns a chapter as printed into the text a voice reads, without rewriting the book: numerals,
/// abbreviations and signs become words, marks that are not spoken go. It must not know where
/// chapters come from or where the text is kept, nor make any sound. Read
/// [io.millrace.pipelines.book.format.ChapterFormatter] first, then
/// [io.millrace.pipelines.book.format.OfflineFormatter].
@NullMarked
package io.millrace.pipelines.book.format;

import org.jspecify.annotations.NullMarked;
