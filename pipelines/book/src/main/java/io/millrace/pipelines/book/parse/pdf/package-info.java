/// Books as PDF, which knows glyphs at places and nothing else: lines, columns, running heads,
/// paragraphs and headings are inferred from layout. It must not know what makes a chapter beyond
/// handing over headings and outline marks. Read [io.millrace.pipelines.book.parse.pdf.PdfParser]
/// first.
@NullMarked
package io.millrace.pipelines.book.parse.pdf;

import org.jspecify.annotations.NullMarked;
