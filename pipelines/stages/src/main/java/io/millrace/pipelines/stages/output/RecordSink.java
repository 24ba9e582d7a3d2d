package io.millrace.pipelines.stages.output;

/// Takes the records of an output, one after the other; they are on their way when [#write]
/// returns. Used by one thread. In a test of a stage, `list::add` is one.
@FunctionalInterface
public interface RecordSink<T> {
  void write(T value);
}
