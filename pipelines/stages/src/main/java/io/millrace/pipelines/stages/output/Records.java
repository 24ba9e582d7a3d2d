package io.millrace.pipelines.stages.output;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Records to be read once, in order, one at a time: they may not fit in memory together.
///
/// Iterating throws this package's exceptions when the data are missing, damaged or of another
/// type. Used by one thread. In a test of a stage, `list::iterator` is one.
@FunctionalInterface
public interface Records<T> extends Iterable<T> {
  default Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }
}
