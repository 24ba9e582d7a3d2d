/// Execution logs: which events a state machine wants logged, how a log event looks, and where it
/// goes. Logging never fails an execution, slows it down or holds more than a bounded part of the
/// heap: what cannot be delivered is dropped, and said so.
///
/// It knows no service; delivery to CloudWatch Logs is a connector's. Read
/// [io.millrace.runtime.log.ExecutionLog] first.
@NullMarked
package io.millrace.runtime.log;

import org.jspecify.annotations.NullMarked;
