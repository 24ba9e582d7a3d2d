/// For tests: an in-memory journal, a settable clock, a scripted connector, and the contract that
/// every journal must keep.
///
/// It knows no SQL and no HTTP, and nothing here is used by a running server. Read
/// [io.millrace.testkit.JournalContract] first.
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
