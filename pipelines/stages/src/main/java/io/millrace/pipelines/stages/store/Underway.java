package io.millrace.pipelines.stages.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A request that is on its way while its caller goes on. What it answers, or how it failed, is
/// learnt from [#join]; one that nobody waits for any more is interrupted by [#close].
public final class Underway<T> implements AutoCloseable {
  private final FutureTask<T> task;

  private Underway(FutureTask<T> task) {
    this.task = task;
  }

  /// Begins on a virtual thread.
  ///
  /// @param name of the thread, for people who look at thread dumps
  public static <T> Underway<T> begin(String name, Supplier<T> request) {
    var task = new FutureTask<T>(request::get);
    Thread.ofVirtual().name(name).start(task);
    return new Underway<>(task);
  }

  /// Waits for the answer. Throws what the request threw, and [StoreUnavailableException] when the
  /// waiting thread is interrupted, whose interruption is kept.
  public T join() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Waiting for S3 was interrupted.", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}
