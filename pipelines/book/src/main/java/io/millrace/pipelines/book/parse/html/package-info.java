/// Books as web pages, and the reading of (X)HTML that EPUB shares: which elements are paragraphs,
/// verse, headings, notes and page numbers. It must not know archives, and fetches nothing. Read
/// [io.millrace.pipelines.book.parse.html.HtmlFlow] first.
@NullMarked
package io.millrace.pipelines.book.parse.html;

import org.jspecify.annotations.NullMarked;
