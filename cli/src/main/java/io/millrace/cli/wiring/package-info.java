/// Puts the modules together: which journal, which functions, which object store a program runs on.
/// Everything is made by hand, in one order, and closed in the opposite one; nothing here decides
/// anything about an execution. Read [io.millrace.cli.wiring.Installation] first.
@NullMarked
package io.millrace.cli.wiring;

import org.jspecify.annotations.NullMarked;
