package io.millrace.triggers.event.target;

import io.millrace.triggers.event.EventTarget.NotTakenException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// Sends to queues by their ARNs. Safe for concurrent use.
public final class Queues {
  private final SqsClient sqs;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  public Queues(SqsClient sqs) {
    this.sqs = sqs;
  }

  /// @param more sets what else the request has
  public void send(
      String arn,
      String body,
      Map<String, MessageAttributeValue> attributes,
      Consumer<SendMessageRequest.Builder> more)
      throws NotTakenException {
    try {
      String url = url(arn);
      sqs.sendMessage(
          m -> {
            m.queueUrl(url).messageBody(body).messageAttributes(attributes);
            more.accept(m);
          });
    } catch (SdkException e) {
      // The queue may have been made anew elsewhere.
      urls.remove(arn);
      throw new NotTakenException(String.valueOf(e.getMessage()));
    }
  }

  static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private String url(String arn) {
    String known = urls.get(arn);
    if (known != null) return known;
    String[] parts = arn.split(":", -1);
    String url =
        sqs.getQueueUrl(
                q -> {
                  q.queueName(parts[5]);
                  if (!parts[4].isEmpty()) q.queueOwnerAWSAccountId(parts[4]);
                })
            .queueUrl();
    urls.put(arn, url);
    return url;
  }
}
