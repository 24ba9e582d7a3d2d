package io.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.lambda.Invocation.Answered;
import io.millrace.local.lambda.Invocation.Refused;
import io.millrace.local.lambda.InvokeRequest.InvocationType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What callers get when a function fails or may not run.
class FailureTest {
  @Test
  void anExceptionIsAnUnhandledErrorInTheShapeOfTheJavaRuntime() throws Exception {
    var answer =
        run(
            FunctionConfig.of("f", Handlers.Throwing.class.getName()),
            "{\"message\":\"too much\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).contains("Unhandled");
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    var document = json(answer);
    assertThat(document.fieldNames())
        .toIterable()
        .containsExactly("errorMessage", "errorType", "stackTrace");
    assertThat(document.get("errorMessage").asText()).isEqualTo("too much");
    assertThat(document.get("errorType").asText())
        .isEqualTo("io.millrace.local.lambda.Handlers$QuotaExceeded");
    // The second is the bridge method that the compiler makes for the interface; AWS shows it, too.
    assertThat(document.get("stackTrace"))
        .hasSize(2)
        .allSatisfy(
            frame ->
                assertThat(frame.asText())
                    .matches(
                        "io\\.millrace\\.local\\.lambda\\.Handlers\\$Throwing\\.handleRequest\\(Handlers\\.java:\\d+\\)"));
  }

  @Test
  void anExceptionWithoutMessageNamesItsClassInstead() throws Exception {
    var document = json(run(FunctionConfig.of("f", Handlers.Throwing.class.getName()), "{}"));

    assertThat(document.get("errorMessage").asText())
        .isEqualTo("io.millrace.local.lambda.Handlers$QuotaExceeded");
  }

  @Test
  void anEventOfTheWrongTypeIsAJsonParsingError() throws Exception {
    var document =
        json(run(FunctionConfig.of("f", Handlers.Integers.class.getName()), "{\"a\":1}"));

    assertThat(document.get("errorType").asText()).isEqualTo("java.lang.RuntimeException");
    assertThat(document.get("errorMessage").asText())
        .isEqualTo("An error occurred during JSON parsing");
  }

  @Test
  void errorsOfTheVirtualMachineAreContained() throws Exception {
    var config = FunctionConfig.of("f", Handlers.Memory.class.getName());
    try (var host = LambdaHost.builder().function(config).build()) {
      assertThat(json(invoke(host, "\"heap\"")).get("errorType").asText())
          .isEqualTo("java.lang.OutOfMemoryError");
      assertThat(json(invoke(host, "\"stack\"")).get("errorType").asText())
          .isEqualTo("java.lang.StackOverflowError");
      assertThat(invoke(host, "\"fine\"").payload().text()).isEqualTo("\"fine\"");
    }
  }

  @Test
  void aConstructorThatThrowsIsReportedAndTriedAgainNextTime() throws Exception {
    Handlers.Unmakeable.ATTEMPTS.set(0);
    var config = FunctionConfig.of("f", Handlers.Unmakeable.class.getName());
    try (var host = LambdaHost.builder().function(config).build()) {
      var first = invoke(host, "\"\"");
      invoke(host, "\"\"");

      assertThat(first.payload().text())
          .isEqualTo(
              "{\"errorMessage\":\"TABLE_NAME is not"
                  + " set\",\"errorType\":\"java.lang.IllegalStateException\"}");
      assertThat(Handlers.Unmakeable.ATTEMPTS).hasValue(2);
    }
  }

  @Test
  void aClassThatDoesNotExistIsNamed() throws Exception {
    assertThat(run(FunctionConfig.of("f", "com.example.Missing"), "{}").payload().text())
        .isEqualTo(
            "{\"errorMessage\":\"Class not found:"
                + " com.example.Missing\",\"errorType\":\"java.lang.ClassNotFoundException\"}");
  }

  @Test
  void aTimeoutInterruptsTheHandlerAndIsWordedAsOnAws() throws Exception {
    var begun = new CountDownLatch(1);
    var config =
        FunctionConfig.of("f", () -> new Handlers.Waiting(begun, new CountDownLatch(1)))
            .withTimeout(Duration.ofSeconds(1));
    try (var host = LambdaHost.builder().function(config).build()) {
      var request = InvokeRequest.of("f", Payload.EMPTY).withClientRequestId("r-1");
      var answer = (Answered) host.invoke(request);

      assertThat(answer.functionError()).contains("Unhandled");
      assertThat(answer.payload().text())
          .isEqualTo(
              "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: r-1 Error: Task"
                  + " timed out after 1.00 seconds\"}");
    }
  }

  @Test
  void aHandlerThatIgnoresItsInterruptionIsNeverGivenAnotherInvocation() throws Exception {
    var release = new AtomicBoolean();
    var threads = new java.util.concurrent.ConcurrentLinkedQueue<Thread>();
    RequestHandler<String, String> stubborn =
        (event, context) -> {
          threads.add(Thread.currentThread());
          while (event.equals("spin") && !release.get()) {
            Thread.onSpinWait();
          }
          return event;
        };
    var config = FunctionConfig.of("f", String.class, stubborn).withTimeout(Duration.ofSeconds(1));
    try (var host = LambdaHost.builder().function(config).build()) {
      assertThat(invoke(host, "\"spin\"").functionError()).isPresent();
      assertThat(host.stuckThreads()).isEqualTo(1);

      assertThat(invoke(host, "\"fine\"").payload().text()).isEqualTo("\"fine\"");
      assertThat(threads).doesNotHaveDuplicates().hasSize(2);

      release.set(true);
      threads.element().join();
      assertThat(host.stuckThreads()).isZero();
    }
  }

  @Test
  void anInterruptedCallerInterruptsTheHandler() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    RequestHandler<Object, String> waiting =
        (event, context) -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException _) {
            interrupted.countDown();
          }
          return "late";
        };
    try (var host =
        LambdaHost.builder().function(FunctionConfig.of("f", Object.class, waiting)).build()) {
      var caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      host.invoke(InvokeRequest.of("f", Payload.EMPTY));
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  });
      begun.await();
      caller.interrupt();

      caller.join();
      interrupted.await();
    }
  }

  @Test
  void anAnswerOverSixMegabytesIsAnError() throws Exception {
    RequestHandler<Integer, String> big = (size, context) -> "x".repeat(size);
    var config = FunctionConfig.of("f", Integer.class, big);

    assertThat(run(config, "6291554").functionError()).isEmpty();
    assertThat(run(config, "6291555").payload().text())
        .isEqualTo(
            "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload"
                + " size exceeded maximum allowed payload size (6291556 bytes).\"}");
  }

  @Test
  void requestsThatCannotRunAreRefusedInAwssWords() throws Exception {
    var config = FunctionConfig.of("f", Handlers.Integers.class.getName());
    try (var host =
        LambdaHost.builder().identity("eu-west-1", "111122223333").function(config).build()) {
      var big = Payload.of(new byte[LambdaHost.REQUEST_LIMIT_BYTES + 1]);

      assertThat(host.invoke(InvokeRequest.of("g", Payload.EMPTY)))
          .isEqualTo(Refused.notFound("arn:aws:lambda:eu-west-1:111122223333:function:g:$LATEST"));
      assertThat(host.invoke(InvokeRequest.of("f:live", Payload.EMPTY)))
          .isEqualTo(Refused.notFound("arn:aws:lambda:eu-west-1:111122223333:function:f:live"));
      assertThat(((Refused) host.invoke(InvokeRequest.of("f", big))).statusCode()).isEqualTo(413);
      assertThat(
              ((Refused) host.invoke(InvokeRequest.of("f", Payload.ofJson("{a:1}")))).errorCode())
          .isEqualTo("InvalidRequestContentException");
      assertThat(
              ((Refused) host.invoke(InvokeRequest.of("no such name", Payload.EMPTY))).statusCode())
          .isEqualTo(400);
      var dry = InvokeRequest.of("f", Payload.EMPTY).withType(InvocationType.DRY_RUN);
      assertThat(((Answered) host.invoke(dry)).statusCode()).isEqualTo(204);
    }
  }

  private static Answered run(FunctionConfig config, String event) throws InterruptedException {
    try (var host = LambdaHost.builder().function(config).build()) {
      return invoke(host, event);
    }
  }

  private static Answered invoke(LambdaHost host, String event) throws InterruptedException {
    return (Answered) host.invoke(InvokeRequest.of("f", Payload.ofJson(event)));
  }

  private static JsonNode json(Answered answer) throws java.io.IOException {
    return new ObjectMapper().readTree(answer.payload().bytes());
  }
}
