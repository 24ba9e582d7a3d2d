package io.millrace.triggers.pipe;

import io.millrace.triggers.SettablePacing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// One SQS queue behind AWS's own interface, on a clock that a test moves: messages are hidden for
/// the visibility timeout, come again, and go to the dead-letter queue after maxReceiveCount.
final class QueueInMemory implements SqsClient {
  static final String ARN = "arn:aws:sqs:us-east-1:000000000000:orders";

  private static final class Stored {
    final Message message;
    Instant visibleAt;
    int received;
    String handle = "";

    Stored(Message message, Instant visibleAt) {
      this.message = message;
      this.visibleAt = visibleAt;
    }
  }

  private final SettablePacing pacing;
  private final Duration visibility;
  private final int maxReceiveCount;
  private final Map<String, Stored> stored = new LinkedHashMap<>();
  private final List<Message> dead = new ArrayList<>();
  private int hidden;
  private int taken;
  private int refusedDeletes;
  private boolean isDown;
  private boolean isClosed;

  QueueInMemory(SettablePacing pacing, Duration visibility, int maxReceiveCount) {
    this.pacing = pacing;
    this.visibility = visibility;
    this.maxReceiveCount = maxReceiveCount;
  }

  String send(String body) {
    return send(body, Map.of());
  }

  synchronized String send(String body, Map<String, MessageAttributeValue> attributes) {
    String id = UUID.randomUUID().toString();
    put(
        Message.builder()
            .messageId(id)
            .body(body)
            .md5OfBody("md5 of " + body)
            .messageAttributes(attributes)
            .attributesWithStrings(
                Map.of("SentTimestamp", Long.toString(pacing.now().toEpochMilli())))
            .build());
    return id;
  }

  private void put(Message message) {
    stored.put(message.messageId(), new Stored(message, pacing.now()));
    notifyAll();
  }

  synchronized void down(boolean down) {
    isDown = down;
    notifyAll();
  }

  /// The next deletions fail.
  synchronized void refuseDeletes(int count) {
    refusedDeletes = count;
  }

  synchronized int hidden() {
    return hidden;
  }

  synchronized int taken() {
    return taken;
  }

  synchronized List<Message> dead() {
    return List.copyOf(dead);
  }

  synchronized int size() {
    return stored.size();
  }

  synchronized void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) wait(50);
  }

  void awaitEmpty() throws InterruptedException {
    await(() -> stored.isEmpty());
  }

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
    answerOrFail();
    return GetQueueUrlResponse.builder().queueUrl("http://queue/" + request.queueName()).build();
  }

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    answerOrFail();
    return GetQueueAttributesResponse.builder()
        .attributes(
            Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibility.toSeconds())))
        .build();
  }

  @Override
  public synchronized ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    answerOrFail();
    List<Message> taken = take(request.maxNumberOfMessages());
    while (taken.isEmpty() && request.waitTimeSeconds() > 0 && !isClosed) {
      try {
        // An answer comes when a message does; the poll's end is not what these tests look at.
        wait(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      answerOrFail();
      taken = take(request.maxNumberOfMessages());
      if (request.waitTimeSeconds() == 1) break;
    }
    return ReceiveMessageResponse.builder().messages(taken).build();
  }

  private List<Message> take(int most) {
    List<Message> taken = new ArrayList<>();
    Instant now = pacing.now();
    for (Stored one : List.copyOf(stored.values())) {
      if (taken.size() == most) break;
      if (one.visibleAt.isAfter(now)) continue;
      if (one.received == maxReceiveCount) {
        stored.remove(one.message.messageId());
        dead.add(one.message);
        notifyAll();
        continue;
      }
      one.received++;
      this.taken++;
      one.visibleAt = now.plus(visibility);
      one.handle = one.message.messageId() + "#" + one.received;
      Map<String, String> attributes = new LinkedHashMap<>(one.message.attributesAsStrings());
      attributes.put("ApproximateReceiveCount", Integer.toString(one.received));
      taken.add(
          one.message.toBuilder()
              .receiptHandle(one.handle)
              .attributesWithStrings(attributes)
              .build());
    }
    return taken;
  }

  @Override
  public synchronized DeleteMessageBatchResponse deleteMessageBatch(
      DeleteMessageBatchRequest request) {
    answerOrFail();
    if (refusedDeletes > 0) {
      refusedDeletes--;
      throw SdkClientException.create("the connection broke");
    }
    for (DeleteMessageBatchRequestEntry entry : request.entries()) {
      Stored one = ofHandle(entry.receiptHandle());
      if (one != null) stored.remove(one.message.messageId());
    }
    notifyAll();
    return DeleteMessageBatchResponse.builder().build();
  }

  @Override
  public synchronized ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
      ChangeMessageVisibilityBatchRequest request) {
    answerOrFail();
    for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
      Stored one = ofHandle(entry.receiptHandle());
      if (one != null) one.visibleAt = pacing.now().plusSeconds(entry.visibilityTimeout());
      hidden++;
    }
    notifyAll();
    return ChangeMessageVisibilityBatchResponse.builder().build();
  }

  private @Nullable Stored ofHandle(String handle) {
    Stored one = stored.get(handle.substring(0, handle.indexOf('#')));
    return one == null || !one.handle.equals(handle) ? null : one;
  }

  private synchronized void answerOrFail() {
    if (isDown) throw SdkClientException.create("connection refused");
  }

  @Override
  public String serviceName() {
    return "sqs";
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
  }
}
