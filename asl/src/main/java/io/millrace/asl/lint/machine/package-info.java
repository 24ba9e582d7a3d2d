/// A definition as the linter reads it: tolerant, so that one mistake hides no other, and with the
/// JSON pointer of everything.
///
/// It knows the fields' names and what transitions there are, and nothing of data. Read
/// [io.millrace.asl.lint.machine.Machine] first.
@NullMarked
package io.millrace.asl.lint.machine;

import org.jspecify.annotations.NullMarked;
