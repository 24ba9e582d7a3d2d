package io.millrace.local.sns;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The actions about topics (Amazon SNS API reference).
final class TopicOperations {
  private static final int TAGS_MAX = 50;

  /// What AWS allows by default: everything to the owner.
  private static final String POLICY =
      "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[]}";

  private static final String DELIVERY_POLICY =
      "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\"maxDelayTarget\":20,"
          + "\"numRetries\":3,\"numMaxDelayRetries\":0,\"numNoDelayRetries\":0,"
          + "\"numMinDelayRetries\":0,\"backoffFunction\":\"linear\"},"
          + "\"disableSubscriptionOverrides\":false}}";

  private final Topics topics;
  private final SnsSettings settings;

  TopicOperations(Topics topics, SnsSettings settings) {
    this.topics = topics;
    this.settings = settings;
  }

  Consumer<Xml> create(Parameters request) {
    var name = request.required("Name");
    if (name.endsWith(".fifo")) {
      throw SnsError.invalid("Name Reason: this endpoint has no FIFO topics; use Amazon SNS");
    }
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw SnsError.invalid("Topic Name");
    }
    var attributes = request.map("Attributes");
    attributes.forEach(Topic::check);
    var tags = tags(request);
    var arn = settings.topicArn(name);
    synchronized (topics) {
      var existing = topics.topic(arn);
      if (existing.isPresent()) {
        requireSame(existing.get(), attributes, tags);
      } else {
        checkTags(tags);
        topics.put(new Topic(arn, attributes, tags));
      }
    }
    return xml -> xml.add("TopicArn", arn);
  }

  /// Succeeds also when there is no such topic.
  Consumer<Xml> delete(Parameters request) {
    topics.topic(request.required("TopicArn")).ifPresent(topics::delete);
    return _ -> {};
  }

  Consumer<Xml> list(Parameters request) {
    var arns = topics.topics().stream().map(Topic::arn).toList();
    var page = Page.of(arns, request);
    return xml -> {
      xml.nest(
          "Topics",
          list -> page.items().forEach(arn -> list.nest("member", m -> m.add("TopicArn", arn))));
      page.next().ifPresent(token -> xml.add("NextToken", token));
    };
  }

  Consumer<Xml> attributes(Parameters request) {
    var topic = topics.requireTopic(request.required("TopicArn"));
    var subscriptions = topics.subscriptions(topic.arn());
    long confirmed = subscriptions.stream().filter(Subscription::isConfirmed).count();
    var all = new TreeMap<String, String>();
    all.put("DisplayName", "");
    all.put("Policy", POLICY);
    all.put("EffectiveDeliveryPolicy", DELIVERY_POLICY);
    all.putAll(topic.attributes());
    all.put("TopicArn", topic.arn());
    all.put("Owner", settings.account());
    all.put("SubscriptionsConfirmed", Long.toString(confirmed));
    all.put("SubscriptionsPending", Long.toString(subscriptions.size() - confirmed));
    all.put("SubscriptionsDeleted", "0");
    return xml -> xml.map("Attributes", all);
  }

  Consumer<Xml> setAttribute(Parameters request) {
    var name = request.required("AttributeName");
    var value = request.text("AttributeValue").orElse("");
    synchronized (topics) {
      var topic = topics.requireTopic(request.required("TopicArn"));
      Topic.check(name, value);
      var attributes = new TreeMap<>(topic.attributes());
      attributes.put(name, value);
      topics.put(new Topic(topic.arn(), attributes, topic.tags()));
    }
    return _ -> {};
  }

  Consumer<Xml> tag(Parameters request) {
    synchronized (topics) {
      var topic = resource(request);
      var tags = new TreeMap<>(topic.tags());
      tags.putAll(tags(request));
      checkTags(tags);
      topics.put(new Topic(topic.arn(), topic.attributes(), tags));
    }
    return _ -> {};
  }

  Consumer<Xml> untag(Parameters request) {
    synchronized (topics) {
      var topic = resource(request);
      var tags = new TreeMap<>(topic.tags());
      tags.keySet().removeAll(request.texts("TagKeys"));
      topics.put(new Topic(topic.arn(), topic.attributes(), tags));
    }
    return _ -> {};
  }

  Consumer<Xml> tagsOf(Parameters request) {
    var tags = new TreeMap<>(resource(request).tags());
    return xml ->
        xml.nest(
            "Tags",
            list ->
                tags.forEach(
                    (key, value) ->
                        list.nest("member", m -> m.add("Key", key).add("Value", value))));
  }

  private Topic resource(Parameters request) {
    return topics.topic(request.required("ResourceArn")).orElseThrow(SnsError::resourceNotFound);
  }

  private static Map<String, String> tags(Parameters request) {
    var tags = new TreeMap<String, String>();
    for (var tag : request.members("Tags")) {
      tags.put(tag.required("Key"), tag.text("Value").orElse(""));
    }
    return tags;
  }

  private static void checkTags(Map<String, String> tags) {
    if (tags.size() > TAGS_MAX) {
      throw SnsError.tooManyTags();
    }
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > 128 || value.length() > 256) {
            throw SnsError.invalid("Tags Reason: keys have 1 to 128 characters, values up to 256");
          }
        });
  }

  private static void requireSame(
      Topic topic, Map<String, String> attributes, Map<String, String> tags) {
    attributes.forEach(
        (name, value) -> {
          if (!value.equals(topic.attributes().getOrDefault(name, ""))) {
            throw SnsError.invalid(
                "Attributes Reason: Topic already exists with different attributes");
          }
        });
    if (!tags.isEmpty() && !tags.equals(topic.tags())) {
      throw SnsError.invalid("Tags Reason: Topic already exists with different tags");
    }
  }

  /// A part of a list; its token is the last item before it.
  record Page(List<String> items, Optional<String> next) {
    private static final int SIZE = 100;

    static Page of(List<String> sorted, Parameters request) {
      var after = request.text("NextToken").orElse("");
      var rest = sorted.stream().filter(item -> item.compareTo(after) > 0).toList();
      var items = rest.stream().limit(SIZE).toList();
      return new Page(
          items, items.size() < rest.size() ? Optional.of(items.getLast()) : Optional.empty());
    }
  }
}
