package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.millrace.local.lambda.HandlerLoader.Handler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One handler object and the one thread that calls it, as one of Lambda's execution environments:
/// it serves one invocation after the other, never two at once.
///
/// The thread is a platform thread, not a virtual one, because handlers are foreign code that may
/// compute for minutes or loop for ever: on a virtual thread that would hold one of the few
/// carriers every other virtual thread of this process runs on. It is given back after a minute
/// without work; the handler stays.
final class ExecutionEnvironment {
  /// Lambda's limit for the Init phase (developer guide, "Understanding the Lambda execution
  /// environment lifecycle").
  private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

  private static final Duration THREAD_IDLE_LIMIT = Duration.ofMinutes(1);

  /// How one invocation ended.
  ///
  /// @param failed whether `payload` is an error document
  /// @param reusable whether this environment may serve another invocation
  record Ending(Payload payload, boolean failed, boolean reusable) {}

  private final FunctionConfig config;
  private final ThreadPoolExecutor executor;
  private final String logStream;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Handler handler;

  ExecutionEnvironment(FunctionConfig config, int number) {
    this.config = config;
    var today = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd"));
    this.logStream = today + "/[$LATEST]" + UUID.randomUUID().toString().replace("-", "");
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_LIMIT.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var created = new Thread(work, "lambda-" + config.name() + "-" + number);
              created.setDaemon(true);
              thread = created;
              return created;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /// Runs one invocation to its end, its failure or its timeout. When the calling thread is
  /// interrupted, so is the handler, and this environment is of no more use.
  Ending run(InvokeRequest request, String invokedArn, LogTail log) throws InterruptedException {
    if (handler == null) {
      var failure = within(longer(INIT_LIMIT, config.timeout()), request, this::initialise);
      if (failure != null) {
        return failure;
      }
    }
    var deadline = System.nanoTime() + config.timeout().toNanos();
    var context =
        new InvocationContext(
            config, request.clientRequestId(), invokedArn, logStream, log, deadline);
    var ending = within(config.timeout(), request, () -> call(request.payload(), context));
    if (ending == null) {
      throw new IllegalStateException("Function " + config.name() + " ended without an ending.");
    }
    return ending;
  }

  /// Interrupts whatever runs and lets the thread end.
  void discard() {
    executor.shutdownNow();
  }

  /// Whether the thread of a discarded environment has not noticed yet: a handler that ignores its
  /// interruption.
  boolean isStuck() {
    var used = thread;
    return executor.isShutdown() && used != null && used.isAlive();
  }

  private @Nullable Ending within(
      Duration limit, InvokeRequest request, Callable<@Nullable Ending> work)
      throws InterruptedException {
    var scope = ScopedValue.where(FunctionEnvironment.CURRENT, config.environment());
    var running = executor.submit(() -> scope.call(work::call));
    try {
      return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      var seconds = config.timeout().toMillis() / 1000.0;
      return new Ending(ErrorDocument.timeout(request.clientRequestId(), seconds), true, false);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Running " + config.name() + " failed itself.", e.getCause());
    } finally {
      running.cancel(true);
    }
  }

  /// Loads the handler; null when that went well.
  private @Nullable Ending initialise() {
    try {
      handler = HandlerLoader.load(config.code());
      return null;
    } catch (LoadFailure failure) {
      return new Ending(ErrorDocument.of(failure), true, false);
    } catch (Throwable thrown) {
      return new Ending(ErrorDocument.of(thrown), true, false);
    }
  }

  /// Calls the handler. Whatever it throws, errors of the virtual machine included, ends this
  /// invocation only; after the latter the environment is not used again, as AWS's runtime restarts
  /// after them.
  private Ending call(Payload event, Context context) {
    var answer = new ByteArrayOutputStream(1024);
    try {
      var bytes = event.size() == 0 ? Payload.ofJson("{}").bytes() : event.bytes();
      var loaded = handler;
      if (loaded == null) {
        throw new IllegalStateException("Function " + config.name() + " was not initialised.");
      }
      loaded.handle(new ByteArrayInputStream(bytes), answer, context);
      return answer.size() > LambdaHost.RESPONSE_LIMIT_BYTES
          ? new Ending(ErrorDocument.responseTooLarge(LambdaHost.RESPONSE_LIMIT_BYTES), true, true)
          : new Ending(Payload.of(answer.toByteArray()), false, true);
    } catch (VirtualMachineError error) {
      return new Ending(ErrorDocument.of(error), true, false);
    } catch (Throwable thrown) {
      return new Ending(ErrorDocument.of(thrown), true, true);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
