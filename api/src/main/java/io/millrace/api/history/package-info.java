/// History events as GetExecutionHistory writes them.
///
/// The only place that knows AWS's names for the details of an event; it knows no request. Read
/// [io.millrace.api.history.HistoryEventWriter] first.
@NullMarked
package io.millrace.api.history;

import org.jspecify.annotations.NullMarked;
