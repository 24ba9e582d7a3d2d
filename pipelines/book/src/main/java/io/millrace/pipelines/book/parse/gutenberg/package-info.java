/// What Project Gutenberg wraps around its books: a header with title, author, language and
/// encoding, and a licence at the end. It must not know how chapters are found nor any file format
/// beyond lines of text. Read [io.millrace.pipelines.book.parse.gutenberg.GutenbergWrapper] first.
@NullMarked
package io.millrace.pipelines.book.parse.gutenberg;

import org.jspecify.annotations.NullMarked;
