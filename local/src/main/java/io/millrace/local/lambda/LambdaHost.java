package io.millrace.local.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.local.lambda.Invocation.Answered;
import io.millrace.local.lambda.Invocation.Refused;
import io.millrace.local.lambda.InvokeRequest.InvocationType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Lambda's Invoke operation over functions in this process.
///
/// What differs from AWS, because there is one process for all functions: memory limits are told
/// but not enforced, static fields and the process's environment are shared (see
/// [FunctionEnvironment]), `System.exit` ends everything, and a handler that ignores its
/// interruption at the timeout keeps its thread until it ends by itself (see [#stuckThreads]).
///
/// Thread-safe; [#invoke] blocks its caller for as long as the function runs.
public final class LambdaHost implements AutoCloseable {
  /// Lambda quotas, "Invocation payload": 6 MB for a synchronous request.
  public static final int REQUEST_LIMIT_BYTES = 6 * 1024 * 1024;

  /// Lambda quotas, "Invocation payload": 1 MB for an asynchronous request (256 KB before October
  /// 2025).
  public static final int EVENT_LIMIT_BYTES = 1024 * 1024;

  /// What Lambda's own error message says for an answer: 6 MB and a hundred bytes.
  public static final int RESPONSE_LIMIT_BYTES = 6_291_556;

  /// Lambda's quota of concurrent executions of a new account's functions together.
  public static final int DEFAULT_CONCURRENCY = 1000;

  /// What AWS accepts as a request, before the runtime's more forgiving reader sees it.
  private static final JsonFactory STRICT_JSON = new JsonFactory();

  private final String arnPrefix;
  private final Map<String, Function> functions;
  private final Semaphore concurrency;

  private LambdaHost(Builder builder) {
    this.arnPrefix = "arn:aws:lambda:" + builder.region + ":" + builder.account + ":function:";
    this.functions = Map.copyOf(builder.functions);
    this.concurrency = new Semaphore(builder.concurrency);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Runs a function, or says why not. A function's failure is an [Answered] with a
  /// `functionError`; throws only when the calling thread is interrupted, and then the handler has
  /// been interrupted, too.
  public Invocation invoke(InvokeRequest request) throws InterruptedException {
    var name = FunctionName.parse(request.function(), request.qualifier());
    if (name.isEmpty()) {
      return Refused.badName(request.function());
    }
    var found = find(name.get());
    if (found.isEmpty()) {
      return Refused.notFound(
          arnPrefix + name.get().name() + ":" + name.get().qualifier().orElse(FunctionName.LATEST));
    }
    var refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (request.type() == InvocationType.DRY_RUN) {
      return accepted(204);
    }
    return admit(found.get(), name.get(), request);
  }

  /// The ARN of a function of this host, without qualifier.
  public String arn(String functionName) {
    return arnPrefix + functionName;
  }

  /// How many threads run handlers that were timed out but do not end. They are never used again; a
  /// steadily growing number means a handler that must be mended.
  public int stuckThreads() {
    return functions.values().stream().mapToInt(Function::stuck).sum();
  }

  /// Interrupts all running handlers. Does not wait for them.
  @Override
  public void close() {
    functions.values().forEach(Function::close);
  }

  private Optional<Function> find(FunctionName name) {
    var qualifier = name.qualifier().orElse(FunctionName.LATEST);
    return Optional.ofNullable(functions.get(name.name()))
        .filter(
            function ->
                qualifier.equals(FunctionName.LATEST)
                    || function.config().qualifiers().contains(qualifier));
  }

  private static Optional<Refused> refusal(InvokeRequest request) {
    var limit = request.type() == InvocationType.EVENT ? EVENT_LIMIT_BYTES : REQUEST_LIMIT_BYTES;
    if (request.payload().size() > limit) {
      return Optional.of(Refused.tooLarge(limit));
    }
    if (request.payload().size() == 0) {
      return Optional.empty();
    }
    try (var parser = STRICT_JSON.createParser(request.payload().bytes())) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of(Refused.notJson(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory cannot fail.", e);
    }
  }

  private Invocation admit(Function function, FunctionName name, InvokeRequest request)
      throws InterruptedException {
    if (!concurrency.tryAcquire()) {
      return Refused.throttled("ConcurrentInvocationLimitExceeded");
    }
    if (!function.concurrency().tryAcquire()) {
      concurrency.release();
      return Refused.throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    if (request.type() == InvocationType.EVENT) {
      Thread.ofVirtual()
          .name("lambda-event-" + name.name())
          .start(() -> runEvent(function, name, request));
      return accepted(202);
    }
    return run(function, name, request);
  }

  private void runEvent(Function function, FunctionName name, InvokeRequest request) {
    try {
      var answer = run(function, name, request);
      answer
          .functionError()
          .ifPresent(
              error ->
                  function
                      .log()
                      .atWarn()
                      .addKeyValue("requestId", request.clientRequestId())
                      .addKeyValue("error", answer.payload().text())
                      .log("An asynchronous invocation failed; nobody will repeat it"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs in an environment of the function and gives back both permits at the end.
  private Answered run(Function function, FunctionName name, InvokeRequest request)
      throws InterruptedException {
    var log = new LogTail(function.log(), request.clientRequestId());
    var arn = arnPrefix + name.name() + name.qualifier().map(q -> ":" + q).orElse("");
    var environment = function.acquire();
    var started = System.nanoTime();
    var reusable = false;
    try {
      var ending = environment.run(request, arn, log);
      reusable = ending.reusable();
      if (ending.failed()) {
        log.log(ending.payload().text());
      }
      return new Answered(
          200,
          ending.failed() ? Optional.of("Unhandled") : Optional.empty(),
          FunctionName.LATEST,
          ending.payload(),
          log.end(System.nanoTime() - started, function.config().memorySizeMb()));
    } finally {
      function.release(environment, reusable);
      function.concurrency().release();
      concurrency.release();
    }
  }

  private static Answered accepted(int status) {
    return new Answered(status, Optional.empty(), FunctionName.LATEST, Payload.EMPTY, "");
  }

  /// Collects functions; not thread-safe.
  public static final class Builder {
    private final Map<String, Function> functions = new LinkedHashMap<>();
    private String region = "us-east-1";
    private String account = "123456789012";
    private int concurrency = DEFAULT_CONCURRENCY;

    private Builder() {}

    /// Adds a function; its code is loaded at its first invocation. Two of one name are a mistake.
    public Builder function(FunctionConfig config) {
      if (functions.putIfAbsent(config.name(), new Function(config)) != null) {
        throw new IllegalArgumentException("There are two functions named " + config.name() + ".");
      }
      return this;
    }

    /// The region and the twelve digits of the account in ARNs.
    public Builder identity(String region, String account) {
      this.region = region;
      this.account = account;
      return this;
    }

    /// How many invocations of all functions together may run at once; more are throttled.
    public Builder concurrency(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("concurrency is " + limit + "; it must be at least 1.");
      }
      this.concurrency = limit;
      return this;
    }

    public LambdaHost build() {
      return new LambdaHost(this);
    }
  }
}
