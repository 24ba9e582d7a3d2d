/// The AWS SDK's own client against the endpoint.
@NullMarked
package io.millrace.local.sqs;

import org.jspecify.annotations.NullMarked;
