/// Tests of the Lambda connector against a stand-in for Lambda's Invoke.
@NullMarked
package io.millrace.connectors.lambda;

import org.jspecify.annotations.NullMarked;
