/// `mill stages redrive`: the way back of messages and runs that failed. It speaks to queues and
/// state machines through the AWS SDK only, so it works on AWS as here; it knows nothing of
/// engines. Read [io.millrace.cli.stages.redrive.DeadLetters] first.
@NullMarked
package io.millrace.cli.stages.redrive;

import org.jspecify.annotations.NullMarked;
