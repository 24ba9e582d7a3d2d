/// The stage kit: a stage's author writes one method, the kit reads its input from the output of
/// the stage before it and publishes its output for the next, both in S3 by a naming convention. It
/// must not know where it runs or what orchestrates it: a stage is a Lambda handler with AWS's own
/// interface. Read [io.millrace.pipelines.stages.Stage] first.
@NullMarked
package io.millrace.pipelines.stages;

import org.jspecify.annotations.NullMarked;
