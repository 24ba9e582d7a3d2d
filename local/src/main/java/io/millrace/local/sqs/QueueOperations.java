package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The actions about queues themselves (Amazon SQS API reference, "Actions").
final class QueueOperations {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final long PURGE_INTERVAL_MILLIS = 60_000;
  private static final int TAGS_MAX = 50;

  private final Queues queues;
  private final QueueUrls urls;

  QueueOperations(Queues queues, QueueUrls urls) {
    this.queues = queues;
    this.urls = urls;
  }

  ObjectNode create(JsonNode request) {
    var name = Json.required(request, "QueueName");
    if (name.endsWith(".fifo")) {
      throw SqsError.unsupported(
          "This endpoint has no FIFO queues; choose a name without .fifo, or use Amazon SQS.");
    }
    if (!NAME.matcher(name).matches()) {
      throw SqsError.invalidParameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    var given = Json.map(request, "Attributes");
    var attributes = new QueueAttributes(Map.of()).with(given);
    var tags = Json.map(request, "tags");
    checkTags(tags);
    var created =
        queues.locked(
            () -> {
              var existing = queues.byName().get(name);
              if (existing != null) {
                requireSame(existing, given);
                return CompletableFuture.<Void>completedFuture(null);
              }
              requireTarget(attributes);
              return queues.create(name, attributes, tags);
            });
    Stored.await(created);
    return Json.object().put("QueueUrl", urls.of(name));
  }

  ObjectNode url(JsonNode request) {
    var name = Json.required(request, "QueueName");
    var owner = Json.text(request, "QueueOwnerAWSAccountId");
    if (owner.isPresent() && !owner.get().equals(queues.settings.account())) {
      throw SqsError.queueDoesNotExist();
    }
    return queues.locked(() -> Json.object().put("QueueUrl", urls.of(queues.require(name).name)));
  }

  ObjectNode list(JsonNode request) {
    var prefix = Json.text(request, "QueueNamePrefix").orElse("");
    var names =
        queues.locked(
            () -> queues.byName().keySet().stream().filter(n -> n.startsWith(prefix)).toList());
    return page(request, "QueueUrls", names);
  }

  ObjectNode deadLetterSources(JsonNode request) {
    var queue = urls.name(request);
    var names =
        queues.locked(
            () -> {
              var arn = queues.settings.arn(queues.require(queue).name);
              return queues.byName().values().stream()
                  .filter(
                      source ->
                          source
                              .attributes
                              .redrive()
                              .filter(redrive -> redrive.deadLetterTargetArn().equals(arn))
                              .isPresent())
                  .map(source -> source.name)
                  .toList();
            });
    return page(request, "queueUrls", names);
  }

  ObjectNode delete(JsonNode request) {
    var name = urls.name(request);
    Stored.await(queues.locked(() -> queues.delete(queues.require(name))));
    return Json.object();
  }

  ObjectNode purge(JsonNode request) {
    var name = urls.name(request);
    Stored.await(
        queues.locked(
            () -> {
              var queue = queues.require(name);
              long now = queues.now().toEpochMilli();
              if (now - queue.purgedMillis < PURGE_INTERVAL_MILLIS) {
                throw SqsError.purgeInProgress(name);
              }
              queue.purgedMillis = now;
              return queues.drop(queue, queue.messages());
            }));
    return Json.object();
  }

  ObjectNode attributes(JsonNode request) {
    var name = urls.name(request);
    var wanted = Json.texts(request, "AttributeNames");
    var all = queues.locked(() -> all(queues.require(name)));
    var chosen = Json.object();
    for (var attribute : wanted) {
      if (attribute.equals("All")) {
        all.forEach(chosen::put);
      } else if (all.containsKey(attribute)) {
        chosen.put(attribute, all.get(attribute));
      } else if (!QueueAttributes.isKnown(attribute)) {
        throw SqsError.invalidAttributeName(attribute);
      }
    }
    var answer = Json.object();
    if (!chosen.isEmpty()) {
      answer.set("Attributes", chosen);
    }
    return answer;
  }

  ObjectNode setAttributes(JsonNode request) {
    var changes = Json.map(request, "Attributes");
    if (changes.isEmpty()) {
      throw SqsError.missing("Attributes");
    }
    return change(
        request,
        queue -> {
          var changed = queue.attributes.with(changes);
          if (changes.containsKey("RedrivePolicy")) {
            requireTarget(changed);
          }
          queue.attributes = changed;
          return queues.save(queue);
        });
  }

  ObjectNode tag(JsonNode request) {
    var added = Json.map(request, "Tags");
    return change(
        request,
        queue -> {
          var tags = new TreeMap<>(queue.tags);
          tags.putAll(added);
          checkTags(tags);
          queue.tags = tags;
          return queues.save(queue);
        });
  }

  ObjectNode untag(JsonNode request) {
    var removed = Json.texts(request, "TagKeys");
    return change(
        request,
        queue -> {
          var tags = new TreeMap<>(queue.tags);
          tags.keySet().removeAll(removed);
          queue.tags = tags;
          return queues.save(queue);
        });
  }

  ObjectNode tags(JsonNode request) {
    var name = urls.name(request);
    var tags = queues.locked(() -> Json.object(queues.require(name).tags));
    return Json.object().set("Tags", tags);
  }

  private ObjectNode change(JsonNode request, Function<Queue, CompletableFuture<Void>> change) {
    var name = urls.name(request);
    Stored.await(queues.locked(() -> change.apply(queues.require(name))));
    return Json.object();
  }

  private Map<String, String> all(Queue queue) {
    var now = queues.now();
    queues.settle(queue, now);
    var status = queue.status(now);
    var all = new TreeMap<>(queue.attributes.all());
    all.put("QueueArn", queues.settings.arn(queue.name));
    all.put("CreatedTimestamp", seconds(queue.createdMillis));
    all.put("LastModifiedTimestamp", seconds(queue.modifiedMillis));
    all.put("ApproximateNumberOfMessages", Integer.toString(status.visible()));
    all.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(status.inFlight()));
    all.put("ApproximateNumberOfMessagesDelayed", Integer.toString(status.delayed()));
    return all;
  }

  private static String seconds(long millis) {
    return Long.toString(Instant.ofEpochMilli(millis).getEpochSecond());
  }

  /// A repeated CreateQueue may name fewer attributes than the queue has, but no other values.
  private static void requireSame(Queue queue, Map<String, String> given) {
    var has = queue.attributes.all();
    given.forEach(
        (name, value) -> {
          if (!value.equals(has.getOrDefault(name, ""))) {
            throw SqsError.queueNameExists(name);
          }
        });
  }

  private void requireTarget(QueueAttributes attributes) {
    var policy = attributes.values().getOrDefault("RedrivePolicy", "");
    attributes
        .redrive()
        .filter(redrive -> queues.byArn(redrive.deadLetterTargetArn()).isEmpty())
        .ifPresent(
            _ -> {
              throw SqsError.outOfRange(
                  "RedrivePolicy", policy, "Dead letter target does not exist.");
            });
  }

  private static void checkTags(Map<String, String> tags) {
    if (tags.size() > TAGS_MAX) {
      throw SqsError.invalidParameter("Too many tags added for queue: at most " + TAGS_MAX + ".");
    }
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > 128 || value.length() > 256) {
            throw SqsError.invalidParameter(
                "Tag keys must be between 1 and 128 characters in length, values at most 256.");
          }
        });
  }

  /// The page after NextToken, which is the last name of the page before.
  private ObjectNode page(JsonNode request, String field, List<String> names) {
    var max = Json.number(request, "MaxResults", 1, 1000);
    var after = Json.text(request, "NextToken").orElse("");
    var rest = names.stream().filter(name -> name.compareTo(after) > 0).toList();
    var page = rest.stream().limit(max.orElse(1000)).toList();
    var answer = Json.object();
    var list = new ArrayList<>(page);
    if (!list.isEmpty()) {
      var array = answer.putArray(field);
      list.forEach(name -> array.add(urls.of(name)));
    }
    if (page.size() < rest.size() && max.isPresent()) {
      answer.put("NextToken", page.getLast());
    }
    return answer;
  }
}
