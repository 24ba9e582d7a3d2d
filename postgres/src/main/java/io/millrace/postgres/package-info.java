/// The durable store on PostgreSQL: connections, migrations, and what they open.
///
/// It knows no HTTP and no AWS SDK. The journal is in [io.millrace.postgres.journal], a server that
/// needs no installation in [io.millrace.postgres.embedded]. Read
/// [io.millrace.postgres.PostgresStore] first.
@NullMarked
package io.millrace.postgres;

import org.jspecify.annotations.NullMarked;
