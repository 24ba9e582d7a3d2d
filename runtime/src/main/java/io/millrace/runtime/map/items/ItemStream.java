package io.millrace.runtime.map.items;

import io.millrace.engine.map.MapRunPlan.Item;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Items one after the other. Used by one thread.
interface ItemStream extends AutoCloseable {
  /// The next one, or null at the end.
  ///
  /// @throws ItemReadingException when what is read is not what it should be
  @Nullable Item next() throws IOException, ItemReadingException;

  /// What tells a later reading to go on after the last item, or null where only counting does.
  default @Nullable String position() {
    return null;
  }

  @Override
  default void close() throws IOException {}
}
