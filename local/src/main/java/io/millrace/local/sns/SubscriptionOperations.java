package io.millrace.local.sns;

import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// The actions about subscriptions (Amazon SNS API reference).
final class SubscriptionOperations {
  /// Amazon SNS developer guide: a token is good for two days.
  private static final Duration TOKEN_VALIDITY = Duration.ofDays(2);

  private final Topics topics;
  private final Deliveries deliveries;
  private final Envelope envelope;
  private final SnsSettings settings;
  private final SecureRandom random = new SecureRandom();

  SubscriptionOperations(
      Topics topics, Deliveries deliveries, Envelope envelope, SnsSettings settings) {
    this.topics = topics;
    this.deliveries = deliveries;
    this.envelope = envelope;
    this.settings = settings;
  }

  Consumer<Xml> subscribe(Parameters request) {
    var topic = topics.requireTopic(request.required("TopicArn"));
    var protocol = request.required("Protocol");
    var endpoint = request.text("Endpoint").orElse("");
    checkEndpoint(protocol, endpoint);
    var attributes = request.map("Attributes");
    boolean wantsArn = Boolean.parseBoolean(request.text("ReturnSubscriptionArn").orElse(""));
    Subscription subscription;
    synchronized (topics) {
      subscription = existing(topic, protocol, endpoint, attributes);
    }
    if (!subscription.isConfirmed()) {
      askForConfirmation(topic, subscription);
    }
    var answer =
        subscription.isConfirmed() || wantsArn ? subscription.arn() : "pending confirmation";
    return xml -> xml.add("SubscriptionArn", answer);
  }

  Consumer<Xml> confirm(Parameters request) {
    var topic = topics.requireTopic(request.required("TopicArn"));
    var token = request.required("Token");
    synchronized (topics) {
      var subscription =
          topics.subscriptions(topic.arn()).stream()
              .filter(one -> !one.isConfirmed() && one.token().equals(token))
              .filter(
                  one ->
                      settings.clock().millis() - one.createdMillis() < TOKEN_VALIDITY.toMillis())
              .findFirst()
              .orElseThrow(() -> SnsError.invalid("Token"));
      topics.put(subscription.confirmed());
      return xml -> xml.add("SubscriptionArn", subscription.arn());
    }
  }

  /// Succeeds also when there is no such subscription.
  Consumer<Xml> unsubscribe(Parameters request) {
    var arn = request.required("SubscriptionArn");
    if (!arn.matches("arn:aws[a-z-]*:sns:.+:.+:.+:.+")) {
      throw SnsError.invalid(
          "SubscriptionArn Reason: An ARN must have at least 6 elements, not " + arn);
    }
    topics.subscription(arn).ifPresent(topics::delete);
    return _ -> {};
  }

  Consumer<Xml> list(Parameters request) {
    return list(topics.subscriptions(), request);
  }

  Consumer<Xml> listByTopic(Parameters request) {
    var topic = topics.requireTopic(request.required("TopicArn"));
    return list(topics.subscriptions(topic.arn()), request);
  }

  Consumer<Xml> attributes(Parameters request) {
    var subscription = topics.requireSubscription(request.required("SubscriptionArn"));
    var all = new TreeMap<>(subscription.attributes());
    all.putIfAbsent("RawMessageDelivery", "false");
    if (all.containsKey("FilterPolicy")) {
      all.putIfAbsent("FilterPolicyScope", "MessageAttributes");
    }
    all.put("SubscriptionArn", subscription.arn());
    all.put("TopicArn", subscription.topicArn());
    all.put("Protocol", subscription.protocol());
    all.put("Endpoint", subscription.endpoint());
    all.put("Owner", settings.account());
    all.put("PendingConfirmation", Boolean.toString(!subscription.isConfirmed()));
    all.put("ConfirmationWasAuthenticated", Boolean.toString(subscription.isConfirmed()));
    all.put("SubscriptionPrincipal", "arn:aws:iam::" + settings.account() + ":root");
    return xml -> xml.map("Attributes", all);
  }

  Consumer<Xml> setAttribute(Parameters request) {
    var name = request.required("AttributeName");
    var value = request.text("AttributeValue").orElse("");
    synchronized (topics) {
      var subscription = topics.requireSubscription(request.required("SubscriptionArn"));
      topics.put(subscription.with(name, value));
    }
    return _ -> {};
  }

  /// Subscribing twice gives the same subscription.
  private Subscription existing(
      Topic topic, String protocol, String endpoint, Map<String, String> attributes) {
    for (var one : topics.subscriptions(topic.arn())) {
      if (one.protocol().equals(protocol) && one.endpoint().equals(endpoint)) {
        attributes.forEach(
            (name, value) -> {
              if (!value.equals(one.attributes().getOrDefault(name, ""))) {
                throw SnsError.invalid(
                    "Attributes Reason: Subscription already exists with different attributes");
              }
            });
        return one;
      }
    }
    boolean isHook = protocol.startsWith("http");
    var subscription =
        new Subscription(
            topic.arn() + ":" + UUID.randomUUID(),
            topic.arn(),
            protocol,
            endpoint,
            Map.of(),
            isHook ? token() : "",
            settings.clock().millis());
    // The scope first: it decides what the policy may look like.
    var ordered = new TreeMap<String, String>(Comparator.reverseOrder());
    ordered.putAll(attributes);
    var scope = ordered.remove("FilterPolicyScope");
    if (scope != null) {
      subscription = subscription.with("FilterPolicyScope", scope);
    }
    for (var attribute : ordered.entrySet()) {
      subscription = subscription.with(attribute.getKey(), attribute.getValue());
    }
    topics.put(subscription);
    return subscription;
  }

  private void askForConfirmation(Topic topic, Subscription subscription) {
    var id = UUID.randomUUID().toString();
    var payload = envelope.confirmation(topic, subscription, id, settings.clock().instant());
    deliveries.accept(
        List.of(
            new Delivery(
                deliveries.nextNumber(),
                subscription.arn(),
                "SubscriptionConfirmation",
                id,
                payload.toString(),
                Map.of(),
                0,
                false)),
        Duration.ZERO);
  }

  private void checkEndpoint(String protocol, String endpoint) {
    switch (protocol) {
      case "sqs" -> {
        if (!Subscription.isQueueArn(endpoint)) {
          throw SnsError.invalid("SQS endpoint ARN");
        }
      }
      case "lambda" -> {
        if (!endpoint.matches("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:.+")) {
          throw SnsError.invalid("Lambda endpoint ARN");
        }
        if (settings.functions() == null) {
          throw SnsError.invalid("Protocol Reason: this endpoint was started without functions");
        }
      }
      case "http", "https" -> checkUrl(protocol, endpoint);
      default ->
          throw SnsError.invalid(
              "Protocol Reason: this endpoint delivers to sqs, http, https and lambda, not to "
                  + protocol);
    }
  }

  private void checkUrl(String protocol, String endpoint) {
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw SnsError.invalid("Endpoint Reason: it is no URL: " + e.getMessage());
    }
    if (!protocol.equals(uri.getScheme()) || uri.getHost() == null) {
      throw SnsError.invalid("Endpoint must match the specified protocol");
    }
    try {
      new AddressRule(settings.allowPrivate())
          .refusal(uri)
          .ifPresent(
              why -> {
                throw SnsError.invalid("Endpoint Reason: " + why);
              });
    } catch (UnknownHostException _) {
      throw SnsError.invalid("Unreachable Endpoint: " + uri.getHost() + " has no address");
    }
  }

  private String token() {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Consumer<Xml> list(List<Subscription> subscriptions, Parameters request) {
    var page =
        TopicOperations.Page.of(subscriptions.stream().map(Subscription::arn).toList(), request);
    return xml -> {
      xml.nest(
          "Subscriptions",
          list ->
              page.items().stream()
                  .flatMap(arn -> topics.subscription(arn).stream())
                  .forEach(one -> list.nest("member", member -> describe(member, one))));
      page.next().ifPresent(token -> xml.add("NextToken", token));
    };
  }

  private void describe(Xml member, Subscription one) {
    member
        .add("TopicArn", one.topicArn())
        .add("Protocol", one.protocol())
        .add("SubscriptionArn", one.isConfirmed() ? one.arn() : "PendingConfirmation")
        .add("Owner", settings.account())
        .add("Endpoint", one.endpoint());
  }
}
