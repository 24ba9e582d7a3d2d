package io.millrace.pipelines.stages;

import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;

/// A stage that reads and writes records one at a time, so that its memory does not depend on their
/// number. The output of a [ValueStage] that is an array is read as the records it holds.
public abstract non-sealed class RecordStage<I, O> extends Stage<I, O> {
  /// Does the work. Whatever it throws fails the attempt under the name of its class; a
  /// [PermanentStageException] is not retried. Nothing that was written is visible to anybody
  /// before this returns.
  protected abstract void process(Records<I> input, RecordSink<O> output, StageRun run)
      throws Exception;
}
