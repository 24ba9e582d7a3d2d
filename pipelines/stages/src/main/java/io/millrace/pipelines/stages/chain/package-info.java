/// The chain as data: a list of stages in YAML becomes a state machine's definition and a plan that
/// people read. It is pure: it neither runs stages nor knows what they compute, and the definition
/// is JSON text that AWS takes as well as this repository's engine. Read
/// [io.millrace.pipelines.stages.chain.Chain] first.
@NullMarked
package io.millrace.pipelines.stages.chain;

import org.jspecify.annotations.NullMarked;
