/// Turns a book's file into [io.millrace.pipelines.book.text.BookText], and says in one named
/// exception why it could not. It must not know where the file came from nor where the chapters go
/// (no network, no S3, no SQL, no voice). Read [io.millrace.pipelines.book.parse.BookParser] first;
/// each format has a package of its own below this one.
@NullMarked
package io.millrace.pipelines.book.parse;

import org.jspecify.annotations.NullMarked;
