/// Tells which language a text is in, because books declare it wrongly and the voice must fit the
/// text. It must not know where the text came from. Read
/// [io.millrace.pipelines.book.parse.language.TextLanguage] first.
@NullMarked
package io.millrace.pipelines.book.parse.language;

import org.jspecify.annotations.NullMarked;
