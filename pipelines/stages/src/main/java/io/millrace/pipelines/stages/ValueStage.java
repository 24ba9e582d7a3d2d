package io.millrace.pipelines.stages;

/// A stage whose input and output fit in memory: one JSON value each. The output of a [RecordStage]
/// is read as an array.
public abstract non-sealed class ValueStage<I, O> extends Stage<I, O> {
  /// Does the work. Whatever it throws fails the attempt under the name of its class; a
  /// [PermanentStageException] is not retried.
  protected abstract O process(I input, StageRun run) throws Exception;
}
