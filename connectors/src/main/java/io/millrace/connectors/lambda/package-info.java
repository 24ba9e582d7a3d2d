/// Lambda functions: named directly, or through `arn:aws:states:::lambda:invoke`.
///
/// It turns attempts into calls and answers into outcomes, names and texts as AWS recorded them. It
/// does not know where functions run: that is a [io.millrace.connectors.lambda.FunctionInvoker].
/// Read [io.millrace.connectors.lambda.LambdaConnector] first.
@NullMarked
package io.millrace.connectors.lambda;

import org.jspecify.annotations.NullMarked;
