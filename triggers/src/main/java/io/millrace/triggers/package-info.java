/// What starts executions from outside, and what their ends set off: pipes from queues, events
/// about status changes, schedules.
///
/// It talks to Step Functions, SQS and the targets through the AWS SDK only, so everything here
/// works the same against real AWS; it must not know SQL or how executions are stored. Read
/// [io.millrace.triggers.pipe.Pipe] first.
@NullMarked
package io.millrace.triggers;

import org.jspecify.annotations.NullMarked;
