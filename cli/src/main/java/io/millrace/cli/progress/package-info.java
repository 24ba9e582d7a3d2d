/// What a person sees while a book is made: stages, chapters, how long it still takes. It folds
/// news into a picture and the picture into text; it knows no clock, no engine and no terminal, so
/// every screen is a test. Read [io.millrace.cli.progress.Progress] first.
@NullMarked
package io.millrace.cli.progress;

import org.jspecify.annotations.NullMarked;
