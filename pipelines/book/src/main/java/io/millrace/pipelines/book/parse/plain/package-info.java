/// Plain text books: which charset, where paragraphs and verses are in hard-wrapped lines, which
/// lonely lines are headings. It must not know any mark-up. Read
/// [io.millrace.pipelines.book.parse.plain.PlainTextParser] first.
@NullMarked
package io.millrace.pipelines.book.parse.plain;

import org.jspecify.annotations.NullMarked;
