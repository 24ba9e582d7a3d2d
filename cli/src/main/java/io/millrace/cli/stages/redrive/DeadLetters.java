package io.millrace.cli.stages.redrive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// The dead-letter queue of a chain, and the way back from it. Used by one thread.
public final class DeadLetters {
  /// The attribute that names a message's run ([io.millrace.pipelines.stages.chain.ChainMachine]).
  public static final String RUN_ID = "runId";

  /// The attribute that says where its run starts.
  private static final String RESUME_FROM_STAGE = "resumeFromStage";

  /// API reference, ReceiveMessage: MaxNumberOfMessages.
  private static final int BATCH = 10;

  /// Long enough to look at a few thousand messages, or to send one back.
  private static final Duration HIDDEN = Duration.ofMinutes(2);

  private final SqsClient sqs;
  private final String queue;
  private final String deadLetterQueue;

  /// @param queue URL of the queue that the messages came from; likewise the other
  public DeadLetters(SqsClient sqs, String queue, String deadLetterQueue) {
    this.sqs = sqs;
    this.queue = queue;
    this.deadLetterQueue = deadLetterQueue;
  }

  /// The queues of a chain by their names.
  public static DeadLetters ofQueue(SqsClient sqs, String queueName, String deadLetterName) {
    return new DeadLetters(
        sqs,
        sqs.getQueueUrl(get -> get.queueName(queueName)).queueUrl(),
        sqs.getQueueUrl(get -> get.queueName(deadLetterName)).queueUrl());
  }

  /// The run that a message starts: what its attribute says, else the id that it had first.
  public static String runId(Message message) {
    var named = message.messageAttributes().get(RUN_ID);
    return named != null && named.stringValue() != null
        ? named.stringValue()
        : FailureAttributes.firstMessageId(message).orElse(message.messageId());
  }

  /// All messages there are, which stay there.
  public List<Message> look() {
    var seen = new LinkedHashMap<String, Message>();
    for (var batch = receive(BATCH); !batch.isEmpty(); batch = receive(BATCH)) {
      batch.forEach(message -> seen.put(message.messageId(), message));
    }
    for (var message : seen.values()) {
      sqs.changeMessageVisibility(
          change ->
              change
                  .queueUrl(deadLetterQueue)
                  .receiptHandle(message.receiptHandle())
                  .visibilityTimeout(0));
    }
    return List.copyOf(seen.values());
  }

  /// Puts messages back into the queue they came from. Each is sent before it is deleted here, so
  /// that none is ever lost; whoever is interrupted in between leaves one in both queues, and the
  /// second finds its run's work done.
  ///
  /// @param max how many at most
  /// @param stage where their runs go on, or null to let each stage look for itself
  /// @return the runs of those that are back
  public List<String> sendBack(int max, @Nullable String stage) {
    var runs = new ArrayList<String>();
    while (runs.size() < max) {
      var batch = receive(Math.min(BATCH, max - runs.size()));
      if (batch.isEmpty()) {
        break;
      }
      for (var message : batch) {
        sqs.sendMessage(
            send ->
                send.queueUrl(queue)
                    .messageBody(message.body())
                    .messageAttributes(attributes(message, stage)));
        sqs.deleteMessage(
            delete -> delete.queueUrl(deadLetterQueue).receiptHandle(message.receiptHandle()));
        runs.add(runId(message));
      }
    }
    return runs;
  }

  /// The message's own, without what was added about its failure. Its run keeps its id, though the
  /// message gets another.
  private static Map<String, MessageAttributeValue> attributes(
      Message message, @Nullable String stage) {
    var kept = new HashMap<>(message.messageAttributes());
    kept.keySet().removeIf(name -> FailureAttributes.isOne(message, name));
    kept.put(RUN_ID, text(runId(message)));
    if (stage != null) {
      kept.put(RESUME_FROM_STAGE, text(stage));
    }
    return kept;
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private List<Message> receive(int most) {
    return sqs.receiveMessage(
            receive ->
                receive
                    .queueUrl(deadLetterQueue)
                    .maxNumberOfMessages(most)
                    .waitTimeSeconds(1)
                    .visibilityTimeout((int) HIDDEN.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }
}
