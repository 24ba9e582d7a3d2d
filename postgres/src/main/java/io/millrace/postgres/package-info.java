/// The durable journal on PostgreSQL; embedded PostgreSQL.
@NullMarked
package io.millrace.postgres;

import org.jspecify.annotations.NullMarked;
