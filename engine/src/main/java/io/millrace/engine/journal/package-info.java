/// What the engine needs of a store, and when data counts as durable.
///
/// It knows no SQL: the module postgres implements it, the testkit has an in-memory twin, one
/// contract judges both. Read [io.millrace.engine.journal.Journal] first.
@NullMarked
package io.millrace.engine.journal;

import org.jspecify.annotations.NullMarked;
