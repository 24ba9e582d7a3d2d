package io.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.local.lambda.Invocation.Answered;
import io.millrace.local.lambda.Invocation.Refused;
import io.millrace.local.lambda.InvokeRequest.InvocationType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InvocationTest {
  @Test
  void theContextTellsTheInvocationApart() throws Exception {
    var seen = new AtomicReference<Context>();
    var remaining = new ArrayList<Integer>();
    RequestHandler<Object, String> look =
        (event, context) -> {
          seen.set(context);
          remaining.add(context.getRemainingTimeInMillis());
          return "";
        };
    var config =
        FunctionConfig.of("look", Object.class, look)
            .withTimeout(Duration.ofSeconds(60))
            .withMemorySizeMb(512)
            .withQualifiers(Set.of("live"));
    try (var host = LambdaHost.builder().function(config).build()) {
      var arn = "arn:aws:lambda:us-east-1:123456789012:function:look:live";
      host.invoke(InvokeRequest.of(arn, Payload.EMPTY).withClientRequestId("task-7"));
    }

    var context = seen.get();
    assertThat(context.getAwsRequestId()).isEqualTo("task-7");
    assertThat(context.getFunctionName()).isEqualTo("look");
    assertThat(context.getFunctionVersion()).isEqualTo("$LATEST");
    assertThat(context.getInvokedFunctionArn())
        .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:look:live");
    assertThat(context.getMemoryLimitInMB()).isEqualTo(512);
    assertThat(context.getLogGroupName()).isEqualTo("/aws/lambda/look");
    assertThat(context.getLogStreamName())
        .matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}");
    assertThat(remaining.getFirst()).isBetween(50_000, 60_000);
    assertThat(context.getRemainingTimeInMillis()).isLessThanOrEqualTo(remaining.getFirst());
  }

  @Test
  void allFourFormsOfAFunctionNameLeadToIt() throws Exception {
    try (var host = echo()) {
      for (var name :
          List.of(
              "echo",
              "echo:$LATEST",
              "123456789012:function:echo",
              "arn:aws:lambda:us-east-1:123456789012:function:echo:$LATEST")) {
        assertThat(host.invoke(InvokeRequest.of(name, Payload.ofJson("1"))))
            .as(name)
            .isInstanceOf(Answered.class);
      }
      var qualified = InvokeRequest.of("echo", Payload.ofJson("1")).withQualifier("7");
      assertThat(host.invoke(qualified)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void aHandlerIsMadeOnceAndServesInvocationsInTurn() throws Exception {
    var made = new AtomicInteger();
    var config =
        FunctionConfig.of(
            "echo",
            () -> {
              made.incrementAndGet();
              return new Handlers.Integers();
            });
    try (var host = LambdaHost.builder().function(config).build()) {
      for (var i = 0; i < 100; i++) {
        host.invoke(InvokeRequest.of("echo", Payload.ofJson("1")));
      }
    }

    assertThat(made).hasValue(1);
  }

  @Test
  void concurrentInvocationsHaveHandlersOfTheirOwn() throws Exception {
    var made = new AtomicInteger();
    var begun = new CountDownLatch(3);
    var end = new CountDownLatch(1);
    var config =
        FunctionConfig.of(
            "wait",
            () -> {
              made.incrementAndGet();
              return new Handlers.Waiting(begun, end);
            });
    try (var host = LambdaHost.builder().function(config).build()) {
      var callers = new ArrayList<Thread>();
      for (var i = 0; i < 3; i++) {
        callers.add(Thread.ofVirtual().start(() -> invokeQuietly(host)));
      }
      begun.await();
      end.countDown();
      for (var caller : callers) {
        caller.join();
      }
    }

    assertThat(made).hasValue(3);
  }

  @Test
  void invocationsOverTheReservedConcurrencyAreThrottledAndFreeSlotsAreUsedAgain()
      throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var config =
        FunctionConfig.of("wait", () -> new Handlers.Waiting(begun, end))
            .withReservedConcurrency(1);
    try (var host = LambdaHost.builder().function(config).build()) {
      var caller = Thread.ofVirtual().start(() -> invokeQuietly(host));
      begun.await();

      assertThat(host.invoke(InvokeRequest.of("wait", Payload.EMPTY)))
          .isEqualTo(Refused.throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));

      end.countDown();
      caller.join();
      assertThat(host.invoke(InvokeRequest.of("wait", Payload.EMPTY))).isInstanceOf(Answered.class);
    }
  }

  @Test
  void allFunctionsTogetherAreBounded() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var waiting = FunctionConfig.of("wait", () -> new Handlers.Waiting(begun, end));
    var other = FunctionConfig.of("echo", Handlers.Integers.class.getName());
    try (var host = LambdaHost.builder().concurrency(1).function(waiting).function(other).build()) {
      var caller = Thread.ofVirtual().start(() -> invokeQuietly(host));
      begun.await();

      assertThat(host.invoke(InvokeRequest.of("echo", Payload.ofJson("1"))))
          .isEqualTo(Refused.throttled("ConcurrentInvocationLimitExceeded"));

      end.countDown();
      caller.join();
    }
  }

  @Test
  void anAsynchronousInvocationIsAcceptedBeforeItRuns() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var config = FunctionConfig.of("wait", () -> new Handlers.Waiting(begun, end));
    try (var host = LambdaHost.builder().function(config).build()) {
      var answer =
          (Answered)
              host.invoke(InvokeRequest.of("wait", Payload.EMPTY).withType(InvocationType.EVENT));

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.payload()).isEqualTo(Payload.EMPTY);
      begun.await();
      end.countDown();
    }
  }

  @Test
  void theLogTailHasWhatTheHandlerLoggedBetweenLambdasLines() throws Exception {
    RequestHandler<Map<String, String>, String> talk =
        (event, context) -> {
          context.getLogger().log("grinding " + event.get("what"));
          return "";
        };
    @SuppressWarnings({"unchecked", "rawtypes"})
    var config = FunctionConfig.of("talk", (Class<Map<String, String>>) (Class) Map.class, talk);
    try (var host = LambdaHost.builder().function(config).build()) {
      var request =
          InvokeRequest.of("talk", Payload.ofJson("{\"what\":\"rye\"}")).withClientRequestId("r-2");
      var answer = (Answered) host.invoke(request);

      assertThat(answer.logTail().lines())
          .hasSize(4)
          .startsWith(
              "START RequestId: r-2 Version: $LATEST", "grinding rye", "END RequestId: r-2");
      assertThat(answer.logTail()).contains("REPORT RequestId: r-2\tDuration: ");
    }
  }

  private static LambdaHost echo() {
    return LambdaHost.builder()
        .function(FunctionConfig.of("echo", Handlers.Integers.class.getName()))
        .build();
  }

  private static void invokeQuietly(LambdaHost host) {
    try {
      host.invoke(InvokeRequest.of("wait", Payload.EMPTY));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
