/// State machines and their revisions as rows.
///
/// It knows nothing of executions beyond whether some run. Read
/// [io.millrace.postgres.machine.PostgresStateMachineStore] first.
@NullMarked
package io.millrace.postgres.machine;

import org.jspecify.annotations.NullMarked;
