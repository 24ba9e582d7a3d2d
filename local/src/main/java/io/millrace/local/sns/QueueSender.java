package io.millrace.local.sns;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Sends to queues by the AWS SDK, here or on AWS. Thread-safe.
final class QueueSender implements AutoCloseable {
  /// Publishers wait for it, so a queue service that is down is not waited for long.
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// SQS's own limit.
  static final int ATTRIBUTES_MAX = 10;

  private final SqsClient sqs;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  QueueSender(@Nullable URI endpoint, String region) {
    var builder =
        SqsClient.builder()
            .region(Region.of(region))
            .overrideConfiguration(
                c -> c.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(TIMEOUT));
    if (endpoint != null) {
      builder
          .endpointOverride(endpoint)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("millrace", "local")));
    }
    this.sqs = builder.build();
  }

  /// Returns once the queue has the message for good.
  Outcome send(String queueArn, String body, Map<String, Publication.Attribute> attributes) {
    if (attributes.size() > ATTRIBUTES_MAX) {
      return new Outcome.Refused("A message to a queue has at most ten attributes.");
    }
    try {
      var url = urls.computeIfAbsent(queueArn, this::url);
      sqs.sendMessage(r -> r.queueUrl(url).messageBody(body).messageAttributes(values(attributes)));
      return new Outcome.Delivered();
    } catch (QueueDoesNotExistException e) {
      urls.remove(queueArn);
      return new Outcome.Refused("There is no queue " + queueArn + ": " + e.getMessage());
    } catch (SqsException e) {
      boolean mayPass = e.statusCode() >= 500 || e.isThrottlingException();
      return mayPass
          ? new Outcome.Failed(String.valueOf(e.getMessage()))
          : new Outcome.Refused(String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    sqs.close();
  }

  private String url(String queueArn) {
    var parts = queueArn.split(":");
    return sqs.getQueueUrl(r -> r.queueName(parts[5]).queueOwnerAWSAccountId(parts[4])).queueUrl();
  }

  private static Map<String, MessageAttributeValue> values(
      Map<String, Publication.Attribute> attributes) {
    var values = new HashMap<String, MessageAttributeValue>();
    attributes.forEach(
        (name, attribute) -> {
          var value = MessageAttributeValue.builder().dataType(attribute.type());
          if (attribute.isBinary()) {
            value.binaryValue(
                SdkBytes.fromByteArray(Base64.getDecoder().decode(attribute.value())));
          } else {
            value.stringValue(attribute.value());
          }
          values.put(name, value.build());
        });
    return values;
  }
}
