package io.millrace.cli.stages.redrive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// The dead-letter queue of a chain, and the way back from it. Used by one thread.
///
/// What this class adds to a message is told from what its publisher wrote by a label on the
/// attribute's type (Amazon SQS developer guide, "Message attribute data types": custom types).
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /// The attribute that names a message's run ([io.millrace.pipelines.stages.chain.ChainMachine]).
  public static final String RUN_ID = "runId";

  /// The attribute that says where its run starts.
  private static final String RESUME_FROM_STAGE = "resumeFromStage";

  /// Begins the type of what this class adds.
  private static final String OURS = "String.redrive";

  /// SQS quotas: attributes of one message.
  private static final int ATTRIBUTES_MAX = 10;

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

  /// The messages there are, which stay there; of those that come meanwhile only some.
  public List<Message> look() {
    var seen = new LinkedHashMap<String, Message>();
    var there = count();
    while (seen.size() < there) {
      var fresh = fresh(receive(BATCH), seen);
      if (fresh.isEmpty()) {
        break;
      }
      fresh.forEach(message -> seen.put(message.messageId(), message));
    }
    seen.values().forEach(this::release);
    return List.copyOf(seen.values());
  }

  /// [#sendBack(int, String, Consumer)], with what cannot go back told to the log.
  public List<String> sendBack(int max, @Nullable String stage) {
    return sendBack(max, stage, LOG::warn);
  }

  /// Puts messages back into the queue they came from. Each is sent before it is deleted here, so
  /// that none is ever lost; whoever is interrupted in between leaves one in both queues, and the
  /// second finds its run's work done.
  ///
  /// Each goes back once: one that has failed again meanwhile stays, and no more go than the queue
  /// had when this began. So it ends, also when their cause is not repaired.
  ///
  /// @param max how many at most
  /// @param stage where their runs go on, or null to let each stage look for itself
  /// @param trouble told of each message that cannot go back, and why; it stays
  /// @return the runs of those that are back
  public List<String> sendBack(int max, @Nullable String stage, Consumer<String> trouble) {
    // On what was sent back by this call, and by no other.
    var mark = OURS + "-" + UUID.randomUUID();
    var runs = new ArrayList<String>();
    var staying = new LinkedHashMap<String, Message>();
    var most = Math.min(max, count());
    while (runs.size() < most) {
      var fresh = fresh(receive(Math.min(BATCH, most - runs.size())), staying);
      if (fresh.isEmpty()) {
        break;
      }
      for (var message : fresh) {
        if (isMarked(message, mark) || !isSent(message, mark, stage, trouble)) {
          staying.put(message.messageId(), message);
        } else {
          runs.add(runId(message));
        }
      }
    }
    staying.values().forEach(this::release);
    return runs;
  }

  private boolean isSent(
      Message message, String mark, @Nullable String stage, Consumer<String> trouble) {
    var attributes = attributes(message, mark, stage);
    if (attributes.size() > ATTRIBUTES_MAX) {
      trouble.accept(
          ("Message %s of run %s has %d attributes of its publisher's and needs %d for its way"
               + " back; SQS takes ten. It stays. Publish it again with fewer, and with runId among"
               + " them.")
              .formatted(
                  message.messageId(),
                  runId(message),
                  own(message).size(),
                  attributes.size() - own(message).size()));
      return false;
    }
    try {
      sqs.sendMessage(
          send -> send.queueUrl(queue).messageBody(message.body()).messageAttributes(attributes));
    } catch (AwsServiceException e) {
      if (e.statusCode() >= 500
          || e.isThrottlingException()
          || e instanceof QueueDoesNotExistException) {
        throw e;
      }
      trouble.accept(
          "Message %s of run %s cannot go back and stays: %s"
              .formatted(message.messageId(), runId(message), e.getMessage()));
      return false;
    }
    sqs.deleteMessage(
        delete -> delete.queueUrl(deadLetterQueue).receiptHandle(message.receiptHandle()));
    return true;
  }

  private static boolean isMarked(Message message, String mark) {
    var named = message.messageAttributes().get(RUN_ID);
    return named != null && mark.equals(named.dataType());
  }

  /// The message's own, without what was added about its failure or by an earlier way back.
  private static Map<String, MessageAttributeValue> own(Message message) {
    var own = new HashMap<>(message.messageAttributes());
    own.keySet().removeIf(FailureAttributes::isOne);
    var resume = own.get(RESUME_FROM_STAGE);
    if (resume != null && resume.dataType().startsWith(OURS)) {
      own.remove(RESUME_FROM_STAGE);
    }
    return own;
  }

  /// Its run keeps its id, though the message gets another.
  private static Map<String, MessageAttributeValue> attributes(
      Message message, String mark, @Nullable String stage) {
    var all = own(message);
    all.put(RUN_ID, text(mark, runId(message)));
    if (stage != null) {
      all.put(RESUME_FROM_STAGE, text(OURS, stage));
    }
    return all;
  }

  private static MessageAttributeValue text(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  /// How many there are, hidden ones included.
  private int count() {
    var attributes =
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(deadLetterQueue)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return attributes.values().stream().mapToInt(Integer::parseInt).sum();
  }

  /// Those that have not been received by this call before.
  private static List<Message> fresh(List<Message> batch, Map<String, Message> seen) {
    return batch.stream().filter(message -> !seen.containsKey(message.messageId())).toList();
  }

  /// Somebody else may receive it at once.
  private void release(Message message) {
    try {
      sqs.changeMessageVisibility(
          change ->
              change
                  .queueUrl(deadLetterQueue)
                  .receiptHandle(message.receiptHandle())
                  .visibilityTimeout(0));
    } catch (AwsServiceException e) {
      LOG.debug("message {} becomes visible by itself", message.messageId(), e);
    }
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
