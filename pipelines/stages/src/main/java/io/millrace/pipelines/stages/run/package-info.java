/// Runs as a person looks at them afterwards: how each stage stands, what it left, and when a run
/// is old enough to go. It reads what stages published, and deletes old runs; it computes nothing
/// of its own and knows no engine. Read [io.millrace.pipelines.stages.run.RunStatus] first.
@NullMarked
package io.millrace.pipelines.stages.run;

import org.jspecify.annotations.NullMarked;
