package io.millrace.local.sqs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Waits for the disk.
final class Stored {
  private Stored() {}

  /// @throws UncheckedIOException when nothing was stored
  static void await(CompletableFuture<Void> stored) {
    try {
      stored.join();
    } catch (CompletionException e) {
      var cause = e.getCause();
      throw new UncheckedIOException(cause instanceof IOException io ? io : new IOException(cause));
    }
  }
}
