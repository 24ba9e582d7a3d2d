@NullMarked
package io.millrace.local.sqs;

import org.jspecify.annotations.NullMarked;
