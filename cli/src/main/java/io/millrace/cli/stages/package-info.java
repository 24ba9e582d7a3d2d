/// `mill stages`: chains of stages on the command line. It prints what
/// [io.millrace.pipelines.stages.chain] computes and adds what the language's own checks say about
/// the state machine that follows from it; it knows nothing of engines. Read
/// [io.millrace.cli.stages.StagesCommand] first.
@NullMarked
package io.millrace.cli.stages;

import org.jspecify.annotations.NullMarked;
