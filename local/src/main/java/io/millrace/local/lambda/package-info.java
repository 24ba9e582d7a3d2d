/// A Lambda service in this process: it runs classes that implement AWS's handler interfaces and
/// answers as AWS's Invoke operation and Java runtime do. It must not know what its functions do,
/// nor who calls it: no engine, no HTTP. Read [LambdaHost] first, then [ExecutionEnvironment].
@NullMarked
package io.millrace.local.lambda;

import org.jspecify.annotations.NullMarked;
