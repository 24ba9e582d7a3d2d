/// A PostgreSQL server that Millrace unpacks, starts, adopts after a crash and stops, for people
/// who have none. It must not know the journal, its tables or its statements: to everything else
/// this is just a JDBC URL. Read [EmbeddedPostgres] first.
@NullMarked
package io.millrace.postgres.embedded;

import org.jspecify.annotations.NullMarked;
