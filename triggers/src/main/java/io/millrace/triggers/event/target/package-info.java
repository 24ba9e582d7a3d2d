/// What takes events: functions, topics, queues, webhooks.
///
/// Each class knows one AWS client or HTTP, and nothing about rules, retries or the journal. Read
/// [io.millrace.triggers.event.target.OriginalMessageTarget]: it keeps failed messages.
@NullMarked
package io.millrace.triggers.event.target;

import org.jspecify.annotations.NullMarked;
