/// Tells what kind of file a book is and hands it to the reader of that kind. It must not know how
/// any kind is read. Read [io.millrace.pipelines.book.parse.detect.DetectingParser] first.
@NullMarked
package io.millrace.pipelines.book.parse.detect;

import org.jspecify.annotations.NullMarked;
