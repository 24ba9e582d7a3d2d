/// Delivery of execution logs to Amazon CloudWatch Logs, or to what stands in for it.
///
/// It knows what the service takes at once, and nothing of executions. Read
/// [io.millrace.connectors.log.CloudWatchLogs] first.
@NullMarked
package io.millrace.connectors.log;

import org.jspecify.annotations.NullMarked;
