/// How written signs are read aloud in a language: numerals, abbreviations, currency, roman
/// numerals. It must not know books, chapters or services; it sees one paragraph or one heading and
/// replaces only the signs it knows, never a word. Read
/// [io.millrace.pipelines.book.format.reading.Reader] first.
@NullMarked
package io.millrace.pipelines.book.format.reading;

import org.jspecify.annotations.NullMarked;
