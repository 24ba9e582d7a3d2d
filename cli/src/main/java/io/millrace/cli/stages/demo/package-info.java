/// `mill stages demo`: a server with a chain of stages, tried out from outside. It starts the
/// server as a process of its own, so that it can be killed, and sees it through the AWS SDK and
/// files only; it knows nothing of engines. Read [io.millrace.cli.stages.demo.DemoCommand] first,
/// then [io.millrace.cli.stages.demo.Ledger].
@NullMarked
package io.millrace.cli.stages.demo;

import org.jspecify.annotations.NullMarked;
