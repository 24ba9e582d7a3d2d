/// The history of an execution: AWS's event types, ids and links, and their compact binary form.
///
/// History is the only truth: everything else about an execution can be computed from it. Nothing
/// here decides. Read [io.millrace.engine.history.HistoryEvent] first.
@NullMarked
package io.millrace.engine.history;

import org.jspecify.annotations.NullMarked;
