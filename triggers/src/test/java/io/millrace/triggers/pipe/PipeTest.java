package io.millrace.triggers.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.SettablePacing;
import io.millrace.triggers.pipe.PipeSettings.InvocationType;
import io.millrace.triggers.pipe.ScriptedStepFunctions.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class PipeTest {
  private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:orders";
  private static final Duration VISIBILITY = Duration.ofMinutes(10);

  private final SettablePacing pacing = new SettablePacing(Instant.parse("2026-11-23T12:00:00Z"));
  private final QueueInMemory queue = new QueueInMemory(pacing, VISIBILITY, 3);
  private final ScriptedStepFunctions states = new ScriptedStepFunctions();
  private final PipeSettings standard = settings(InvocationType.FIRE_AND_FORGET);
  private final PipeSettings express = settings(InvocationType.REQUEST_RESPONSE);
  private List<Pipe> pipes = List.of();

  @AfterEach
  void close() {
    queue.close();
    pipes.forEach(Pipe::close);
  }

  @Test
  void aMessageBecomesAnExecutionNamedAfterItsIdWithAListOfOneRecordAsInput() throws Exception {
    String id =
        queue.send(
            "{\"order\":1}",
            Map.of(
                "colour",
                MessageAttributeValue.builder().dataType("String").stringValue("red").build()));
    start(standard);
    queue.awaitEmpty();

    Started execution = states.started().getFirst();
    assertThat(execution.name()).isEqualTo(id);
    JsonNode input = Json.MAPPER.readTree(execution.input());
    assertThat(input.isArray()).isTrue();
    assertThat(input).hasSize(1);
    JsonNode record = input.get(0);
    assertThat(record.get("messageId").asText()).isEqualTo(id);
    assertThat(record.get("body").textValue()).isEqualTo("{\"order\":1}");
    assertThat(record.get("attributes").get("ApproximateReceiveCount").textValue()).isEqualTo("1");
    assertThat(record.get("messageAttributes").get("colour").toString())
        .isEqualTo(
            "{\"stringValue\":\"red\",\"stringListValues\":[],\"binaryListValues\":[],\"dataType\":\"String\"}");
    assertThat(record.get("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(record.get("eventSourceARN").asText()).isEqualTo(QueueInMemory.ARN);
    assertThat(record.get("awsRegion").asText()).isEqualTo("us-east-1");
    assertThat(record.has("md5OfBody")).isTrue();
  }

  @Test
  void aMessageDeliveredTwiceStartsOneStandardExecution() throws Exception {
    queue.send("{}");
    queue.refuseDeletes(6);
    Pipe pipe = start(standard);
    states.await(1);
    for (int attempt = 1; attempt <= 5; attempt++) {
      // One pause is that of whoever keeps messages hidden.
      pacing.awaitPauses(1 + attempt);
      pacing.advance(Duration.ofSeconds(3));
    }
    queue.await(() -> pipe.counts().inFlight() == 0);
    assertThat(queue.size()).isEqualTo(1);

    pacing.advance(VISIBILITY);
    queue.awaitEmpty();

    assertThat(states.started()).hasSize(1);
    queue.await(() -> pipe.counts().duplicates() == 1);
  }

  @Test
  void aMessagePutBackAfterItsExecutionFailedStartsAnotherUnderTheNextName() throws Exception {
    queue.send("{\"order\":\"A-7\"}");
    start(standard.withNameFrom("$.body.order"));
    queue.awaitEmpty();
    states.fail("A-7");

    queue.send("{\"order\":\"A-7\"}");
    queue.awaitEmpty();

    assertThat(states.started()).extracting(Started::name).containsExactly("A-7", "A-7-2");
  }

  @Test
  void aMessageThatCouldNotBeDeletedStartsNothingThoughItsExecutionHasFailedSince()
      throws Exception {
    String id = queue.send("{}");
    queue.refuseDeletes(6);
    Pipe pipe = start(standard);
    states.await(1);
    states.fail(id);
    for (int attempt = 1; attempt <= 5; attempt++) {
      pacing.awaitPauses(1 + attempt);
      pacing.advance(Duration.ofSeconds(3));
    }
    queue.await(() -> pipe.counts().inFlight() == 0);

    pacing.advance(VISIBILITY);
    queue.awaitEmpty();

    assertThat(states.started()).extracting(Started::name).containsExactly(id);
    queue.await(() -> pipe.counts().duplicates() == 1);
  }

  @Test
  void aMessageThatTheFilterCannotReadGoesToTheDeadLetterQueueAndHoldsUpNobody() throws Exception {
    String deep = queue.send("[".repeat(1_000) + "]".repeat(1_000));
    queue.send("{\"order\":\"A-7\"}");
    Pipe pipe =
        start(
            standard
                .withNameFrom("$.body.order")
                .withFilterAndTemplate(List.of("{\"eventSource\":[\"aws:sqs\"]}"), null));
    for (int delivery = 1; delivery <= 3; delivery++) {
      long wanted = delivery;
      queue.await(() -> pipe.counts().failed() == wanted && pipe.counts().inFlight() == 0);
      pacing.advance(VISIBILITY.plusSeconds(1));
    }
    queue.await(() -> !queue.dead().isEmpty());

    assertThat(queue.dead()).extracting(Message::messageId).containsExactly(deep);
    assertThat(states.started()).extracting(Started::name).containsExactly("A-7");
  }

  @Test
  void aPublishersRepetitionUnderTheSameKeyStartsNothing() throws Exception {
    queue.send("{\"order\":\"A-7\"}");
    Pipe pipe = start(standard.withNameFrom("$.body.order"));
    queue.awaitEmpty();

    queue.send("{\"order\":\"A-7\"}");
    queue.awaitEmpty();

    assertThat(states.started()).extracting(Started::name).containsExactly("A-7");
    queue.await(() -> pipe.counts().duplicates() == 1);
  }

  @Test
  void theKeyOfAnSnsEnvelopeIsFoundWithinItsMessage() throws Exception {
    queue.send("{\"MessageId\":\"m-1\",\"Message\":\"{\\\"order\\\":\\\"B-1\\\"}\"}");
    start(standard.withNameFrom("$.body.Message.order"));
    queue.awaitEmpty();

    assertThat(states.started()).extracting(Started::name).containsExactly("B-1");
  }

  @Test
  void anExpressMessageIsDeletedOnceItsExecutionHasSucceeded() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    states.answers(_ -> awaited(end, ScriptedStepFunctions.succeeded("{}")));
    queue.send("{}");
    start(express);
    states.await(1);
    assertThat(queue.size()).isEqualTo(1);

    end.countDown();
    queue.awaitEmpty();
  }

  @Test
  void aFailedExpressMessageComesAgainAfterItsVisibilityTimeoutAndEndsInTheDeadLetterQueue()
      throws Exception {
    states.answers(_ -> ScriptedStepFunctions.failed("Boom"));
    String id = queue.send("{}");
    Pipe pipe = start(express);
    for (int delivery = 1; delivery <= 3; delivery++) {
      long wanted = delivery;
      queue.await(() -> pipe.counts().failed() == wanted && pipe.counts().inFlight() == 0);
      pacing.advance(VISIBILITY.plusSeconds(1));
    }
    queue.await(() -> !queue.dead().isEmpty());

    assertThat(states.started()).hasSize(3);
    assertThat(states.started()).extracting(Started::name).containsOnly(id);
    assertThat(queue.dead()).extracting(Message::messageId).containsExactly(id);
  }

  @Test
  void messagesOfALongExecutionStayHidden() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    states.answers(_ -> awaited(end, ScriptedStepFunctions.succeeded("{}")));
    queue.send("{}");
    start(express);
    states.await(1);

    for (int step = 1; step <= 8; step++) {
      pacing.awaitPauses(step);
      pacing.advance(VISIBILITY.dividedBy(4));
      int wanted = step / 2;
      queue.await(() -> queue.hidden() >= wanted);
    }
    end.countDown();
    queue.awaitEmpty();

    assertThat(states.started()).hasSize(1);
  }

  @Test
  void messagesThatTheOutputReportsStayInTheQueue() throws Exception {
    queue.send("one");
    String two = queue.send("two");
    states.answers(
        _ ->
            ScriptedStepFunctions.succeeded(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + two + "\"}]}"));
    Pipe pipe = start(express.withBatch(10, Duration.ZERO));
    queue.await(() -> pipe.counts().failed() == 1);
    queue.await(() -> queue.size() == 1);

    assertThat(states.started()).hasSize(1);
    assertThat(Json.MAPPER.readTree(states.started().getFirst().input())).hasSize(2);
    assertThat(pipe.counts().started()).isEqualTo(1);
  }

  @Test
  void aReportThatNamesNoMessageOfTheBatchFailsAllOfIt() throws Exception {
    queue.send("one");
    states.answers(
        _ ->
            ScriptedStepFunctions.succeeded(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"nobody\"}]}"));
    Pipe pipe = start(express);
    queue.await(() -> pipe.counts().failed() == 1);

    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void aThrottledTargetIsTriedAgainWhileTheMessageStays() throws Exception {
    states.refuse(3, "ThrottlingException", 400);
    queue.send("{}");
    Pipe pipe = start(standard);
    for (int attempt = 1; attempt <= 3; attempt++) {
      long wanted = attempt;
      queue.await(() -> pipe.counts().retries() == wanted);
      assertThat(queue.size()).isEqualTo(1);
      pacing.awaitPauses(1 + attempt);
      pacing.advance(Duration.ofSeconds(1));
    }
    queue.awaitEmpty();

    assertThat(states.started()).hasSize(1);
  }

  @Test
  void aTargetThatDoesNotExistLeavesTheMessageToTheQueuesDeadLetterQueue() throws Exception {
    states.refuse(1_000, "StateMachineDoesNotExist", 400);
    queue.send("{}");
    Pipe pipe = start(standard);
    for (int delivery = 1; delivery <= 3; delivery++) {
      long wanted = delivery;
      queue.await(() -> pipe.counts().failed() == wanted && pipe.counts().inFlight() == 0);
      pacing.advance(VISIBILITY.plusSeconds(1));
    }
    queue.await(() -> queue.dead().size() == 1);
  }

  @Test
  void aQueueThatIsDownIsAskedAgain() throws Exception {
    queue.down(true);
    Pipe pipe = start(standard);
    pacing.awaitWaiting(1);
    queue.down(false);
    queue.send("{}");
    pacing.advance(Duration.ofSeconds(1));
    queue.awaitEmpty();

    assertThat(states.started()).hasSize(1);
    assertThat(pipe.counts().received()).isEqualTo(1);
  }

  @Test
  void noMessageIsReceivedThatCouldNotBeHandedOver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    states.answers(_ -> awaited(end, ScriptedStepFunctions.succeeded("{}")));
    for (int i = 0; i < 20; i++) queue.send("{}");
    Pipe pipe = start(express.withConcurrency(4));
    states.await(4);

    assertThat(pipe.counts().received()).isEqualTo(4);
    end.countDown();
    queue.awaitEmpty();
    assertThat(states.started()).hasSize(20);
    assertThat(states.runningMost()).isEqualTo(4);
  }

  @Test
  void messagesWaitInTheQueueUntilTheTargetHasRoom() throws Exception {
    AtomicInteger room = new AtomicInteger(2);
    AtomicInteger asked = new AtomicInteger();
    for (int i = 0; i < 5; i++) queue.send("{}");
    Pipe pipe =
        Pipe.start(
            standard,
            queue,
            states,
            pacing,
            () -> {
              asked.incrementAndGet();
              return room.get() - states.started().size();
            });
    pipes = List.of(pipe);
    states.await(2);
    int before = asked.get();
    queue.await(
        () -> {
          pacing.advance(Duration.ofSeconds(1));
          return asked.get() > before + 3;
        });
    assertThat(states.started()).hasSize(2);
    assertThat(pipe.counts().received()).isEqualTo(2);

    room.set(5);
    queue.await(
        () -> {
          pacing.advance(Duration.ofSeconds(1));
          return queue.size() == 0;
        });
    assertThat(states.started()).hasSize(5);
  }

  @Test
  void messagesThatMatchNoFilterAreDeleted() throws Exception {
    queue.send("{\"kind\":\"order\",\"sum\":10}");
    queue.send("{\"kind\":\"order\",\"sum\":1000}");
    queue.send("no JSON");
    Pipe pipe =
        start(
            standard.withFilterAndTemplate(
                List.of("{\"body\":{\"kind\":[\"order\"],\"sum\":[{\"numeric\":[\">\",100]}]}}"),
                "{\"sum\":<$.body.sum>}"));
    queue.awaitEmpty();

    assertThat(states.started()).extracting(Started::input).containsExactly("[{\"sum\":1000}]");
    queue.await(() -> pipe.counts().filtered() == 2);
  }

  @Test
  void closingWaitsForWhatHasBeenHandedOver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    states.answers(_ -> awaited(end, ScriptedStepFunctions.succeeded("{}")));
    queue.send("{}");
    Pipe pipe = start(express);
    states.await(1);

    Thread closing = Thread.ofVirtual().start(pipe::close);
    queue.send("{}");
    end.countDown();
    closing.join();

    assertThat(pipe.counts().inFlight()).isZero();
    assertThat(pipe.counts().started()).isEqualTo(pipe.counts().received());
  }

  @Test
  void closingGivesBackWhatWaitsForAnUnavailableTarget() throws Exception {
    states.refuse(1_000, "ServiceUnavailable", 503);
    queue.send("{}");
    Pipe pipe = start(standard);
    queue.await(() -> pipe.counts().retries() >= 1);
    pipe.close();

    states.refuse(0, "", 0);
    start(standard);
    queue.awaitEmpty();
    assertThat(states.started()).hasSize(1);
  }

  @Test
  void aBatchGathersUntilItsWindowEnds() throws Exception {
    for (int i = 0; i < 25; i++) queue.send("{}");
    start(standard.withBatch(100, Duration.ofSeconds(60)));
    queue.await(() -> queue.taken() == 25);
    assertThat(states.started()).isEmpty();

    pacing.advance(Duration.ofSeconds(61));
    queue.awaitEmpty();

    assertThat(states.started()).hasSize(1);
    assertThat(Json.MAPPER.readTree(states.started().getFirst().input())).hasSize(25);
  }

  private Pipe start(PipeSettings settings) {
    Pipe pipe = Pipe.start(settings, queue, states, pacing);
    pipes = Stream.concat(pipes.stream(), Stream.of(pipe)).toList();
    return pipe;
  }

  private static PipeSettings settings(InvocationType type) {
    return PipeSettings.of("orders-pipe", QueueInMemory.ARN, MACHINE, type)
        .withPatience(Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  private static StartSyncExecutionResponse awaited(
      CountDownLatch latch, StartSyncExecutionResponse answer) {
    try {
      latch.await();
      return Objects.requireNonNull(answer);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
