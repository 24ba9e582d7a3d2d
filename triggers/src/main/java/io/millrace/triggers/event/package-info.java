/// Events about executions: EventBridge's "Step Functions Execution Status Change" for Standard
/// executions, matched by rules and delivered to targets at least once.
///
/// It sees the journal through the engine's interfaces only, and targets through AWS's clients; it
/// must not know SQL or how a target works inside. Read [io.millrace.triggers.event.EventDelivery]
/// first, then [io.millrace.triggers.event.Rule].
@NullMarked
package io.millrace.triggers.event;

import org.jspecify.annotations.NullMarked;
