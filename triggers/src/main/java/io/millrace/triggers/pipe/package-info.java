/// Pipes as EventBridge Pipes has them: a queue's messages become executions.
///
/// A pipe sees an SQS queue and a state machine, both through the AWS SDK, and nothing else: it
/// does not know whether they are on AWS or in this process.
/// [io.millrace.triggers.pipe.PipeSettings] says what can be set; read
/// [io.millrace.triggers.pipe.Pipe] first.
@NullMarked
package io.millrace.triggers.pipe;

import org.jspecify.annotations.NullMarked;
