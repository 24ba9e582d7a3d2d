/// A book as plain data: its metadata, its chapters in listening order, the blocks of text in each,
/// and what was left out. It must not know where a book came from (no files, no EPUB, no PDF) nor
/// what is done with it (no voice, no S3, no SQL). Read [io.millrace.pipelines.book.text.BookText]
/// first.
@NullMarked
package io.millrace.pipelines.book.text;

import org.jspecify.annotations.NullMarked;
