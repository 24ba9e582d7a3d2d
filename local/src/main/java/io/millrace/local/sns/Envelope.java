package io.millrace.local.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// What subscribers get around a message (Amazon SNS developer guide, "Parsing Amazon SNS message
/// formats").
///
/// @param endpoint where the links in it lead
record Envelope(Signer signer, URI endpoint) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  ObjectNode notification(
      Topic topic, Subscription subscription, Publication message, String id, Instant now) {
    var envelope =
        Json.object().put("Type", "Notification").put("MessageId", id).put("TopicArn", topic.arn());
    if (message.subject() != null) {
      envelope.put("Subject", message.subject());
    }
    envelope
        .put("Message", message.message(subscription.protocol()))
        .put("Timestamp", TIME.format(now));
    sign(envelope, topic);
    envelope.put("UnsubscribeURL", link("Unsubscribe", "SubscriptionArn", subscription.arn()));
    if (!message.attributes().isEmpty()) {
      envelope.set("MessageAttributes", attributes(message));
    }
    return envelope;
  }

  ObjectNode confirmation(Topic topic, Subscription subscription, String id, Instant now) {
    var envelope =
        Json.object()
            .put("Type", "SubscriptionConfirmation")
            .put("MessageId", id)
            .put("Token", subscription.token())
            .put("TopicArn", topic.arn())
            .put(
                "Message",
                "You have chosen to subscribe to the topic "
                    + topic.arn()
                    + ".\nTo confirm the subscription, visit the SubscribeURL included in this"
                    + " message.")
            .put(
                "SubscribeURL",
                link("ConfirmSubscription", "TopicArn", topic.arn())
                    + "&Token="
                    + subscription.token())
            .put("Timestamp", TIME.format(now));
    sign(envelope, topic);
    return envelope;
  }

  /// The event of a function: the same fields, with AWS's other spelling of URL.
  ObjectNode event(
      Topic topic, Subscription subscription, Publication message, String id, Instant now) {
    var sns = notification(topic, subscription, message, id, now);
    sns.set("SigningCertUrl", sns.remove("SigningCertURL"));
    sns.set("UnsubscribeUrl", sns.remove("UnsubscribeURL"));
    if (!sns.has("MessageAttributes")) {
      sns.putObject("MessageAttributes");
    }
    if (!sns.has("Subject")) {
      sns.putNull("Subject");
    }
    var event = Json.object();
    var entry =
        event
            .putArray("Records")
            .addObject()
            .put("EventSource", "aws:sns")
            .put("EventVersion", "1.0")
            .put("EventSubscriptionArn", subscription.arn());
    entry.set("Sns", sns);
    return event;
  }

  private static ObjectNode attributes(Publication message) {
    var attributes = Json.object();
    message
        .attributes()
        .forEach(
            (name, attribute) ->
                attributes
                    .putObject(name)
                    .put("Type", attribute.type())
                    .put("Value", attribute.value()));
    return attributes;
  }

  private void sign(ObjectNode envelope, Topic topic) {
    envelope
        .put("SignatureVersion", topic.signatureVersion())
        .put("Signature", signer.sign(envelope, topic.signatureVersion()))
        .put("SigningCertURL", endpoint + Signer.CERTIFICATE_PATH);
  }

  private String link(String action, String parameter, String value) {
    return endpoint
        + "/?Action="
        + action
        + "&"
        + parameter
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
