/// An SQS endpoint on this machine: standard queues that AWS's clients use by an endpoint override,
/// and that lose no acknowledged message when the process is killed. It must not know who sends or
/// receives, and it listens on loopback only. Read [SqsEndpoint] first, then [Queues], which holds
/// the rules about what is stored when.
@NullMarked
package io.millrace.local.sqs;

import org.jspecify.annotations.NullMarked;
