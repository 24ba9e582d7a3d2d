/// What a Task's `Resource` can name: one connector for each service.
///
/// A connector carries out one attempt and reports how it ended; it knows neither executions nor
/// retries, and never speaks SQL. Read [io.millrace.connectors.Connectors] first.
@NullMarked
package io.millrace.connectors;

import org.jspecify.annotations.NullMarked;
