/// `mill book`: makes one audiobook with everything embedded, and shows how it goes. It starts,
/// resumes and watches executions; what a stage does is the business of the book pipeline's
/// handlers. Read [io.millrace.cli.book.BookCommand] first.
@NullMarked
package io.millrace.cli.book;

import org.jspecify.annotations.NullMarked;
