/// In-memory journal, settable clock, scripted tasks, the journal contract.
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
