/// EPUB 2 and 3: the archive, its package document, its table of contents, and which encryption
/// means that it cannot be read. It must not know what makes a chapter beyond handing over the
/// marks of the contents; nothing is unpacked to disk. Read
/// [io.millrace.pipelines.book.parse.epub.EpubParser] first.
@NullMarked
package io.millrace.pipelines.book.parse.epub;

import org.jspecify.annotations.NullMarked;
