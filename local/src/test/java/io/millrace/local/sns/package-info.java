/// The AWS SDK's own clients against the endpoint, with queues beside it.
@NullMarked
package io.millrace.local.sns;

import org.jspecify.annotations.NullMarked;
