package io.millrace.local.sns;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Posts to web hooks (Amazon SNS developer guide, "Making sure your endpoint is ready to process
/// Amazon SNS messages"). Redirects are not followed. Thread-safe.
final class HttpSender implements AutoCloseable {
  /// As AWS waits for a subscriber.
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final AddressRule rule;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  HttpSender(AddressRule rule) {
    this.rule = rule;
  }

  Outcome send(Subscription subscription, Delivery delivery) {
    try {
      var uri = URI.create(subscription.endpoint());
      var refusal = rule.refusal(uri);
      if (refusal.isPresent()) {
        return new Outcome.Refused(refusal.get());
      }
      var request =
          HttpRequest.newBuilder(uri)
              .timeout(TIMEOUT)
              .header("Content-Type", "text/plain; charset=UTF-8")
              .header("User-Agent", "Amazon Simple Notification Service Agent")
              .header("x-amz-sns-message-type", delivery.type())
              .header("x-amz-sns-message-id", delivery.messageId())
              .header("x-amz-sns-topic-arn", subscription.topicArn())
              .POST(HttpRequest.BodyPublishers.ofString(delivery.payload()));
      if (subscription.isConfirmed()) {
        request.header("x-amz-sns-subscription-arn", subscription.arn());
      }
      if (subscription.isRaw() && delivery.type().equals("Notification")) {
        request.header("x-amz-sns-rawdelivery", "true");
      }
      return outcome(client.send(request.build(), HttpResponse.BodyHandlers.discarding()));
    } catch (IOException e) {
      return new Outcome.Failed(subscription.endpoint() + " did not answer: " + e);
    } catch (IllegalArgumentException e) {
      return new Outcome.Refused(subscription.endpoint() + " is no address: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("The endpoint is stopping.");
    }
  }

  /// AWS takes answers from 400 to 499 for the subscriber's last word, but for 429.
  private static Outcome outcome(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    var why = response.uri() + " answered " + status;
    return status >= 400 && status < 500 && status != 429
        ? new Outcome.Refused(why)
        : new Outcome.Failed(why);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
