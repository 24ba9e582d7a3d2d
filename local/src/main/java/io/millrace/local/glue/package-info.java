/// AWS Glue's jobs for a machine without AWS: definitions and runs behind Glue's own API, each run
/// a program in a process of its own that outlives a killed server and is found again. It knows
/// neither the engine nor what a job computes, and what "a job's program" is comes from outside
/// ([io.millrace.local.glue.JobProgram]; Spark's is in `spark`). Read
/// [io.millrace.local.glue.GlueEndpoint] first, then [io.millrace.local.glue.JobRuns].
@NullMarked
package io.millrace.local.glue;

import org.jspecify.annotations.NullMarked;
