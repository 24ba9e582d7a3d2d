/// The AWS SDK's own client against the endpoint.
@NullMarked
package io.millrace.local.s3;

import org.jspecify.annotations.NullMarked;
