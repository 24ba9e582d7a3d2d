/// An SNS endpoint on this machine: topics that fan out to queues, web hooks and functions, and
/// that keep every accepted message until it is delivered. It must not know who publishes or what
/// the messages mean; queues are reached by the AWS SDK, here or on AWS. Read [SnsEndpoint] first,
/// then [Deliveries], which holds the rules about what is stored when.
@NullMarked
package io.millrace.local.sns;

import org.jspecify.annotations.NullMarked;
