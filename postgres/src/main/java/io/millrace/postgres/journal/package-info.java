/// The journal of executions on PostgreSQL: one statement a commit, one owner at a time.
///
/// It stores decisions and never makes one. Read [io.millrace.postgres.journal.PostgresJournal]
/// first.
@NullMarked
package io.millrace.postgres.journal;

import org.jspecify.annotations.NullMarked;
