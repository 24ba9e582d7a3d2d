package io.millrace.watch.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// Queues behind SQS's API, Amazon's or another. The age of the oldest message is not part of that
/// API: Amazon SQS tells it to CloudWatch only.
public final class SqsQueues implements QueueMetrics.Source {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SqsClient sqs;
  private final List<String> urls;

  /// @param urls of the queues that are watched; empty for all there are
  public SqsQueues(SqsClient sqs, List<String> urls) {
    this.sqs = sqs;
    this.urls = List.copyOf(urls);
  }

  @Override
  public List<QueueState> queues() {
    Map<String, Map<QueueAttributeName, String>> answers = new HashMap<>();
    Set<String> deadLetterQueues = new HashSet<>();
    for (String url :
        urls.isEmpty() ? sqs.listQueuesPaginator().queueUrls().stream().toList() : urls) {
      try {
        Map<QueueAttributeName, String> attributes =
            sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        answers.put(name(url), attributes);
        String policy = attributes.get(QueueAttributeName.REDRIVE_POLICY);
        if (policy != null) {
          deadLetterQueues.add(deadLetterQueue(policy));
        }
      } catch (QueueDoesNotExistException _) {
        // Deleted meanwhile.
      }
    }
    List<QueueState> states = new ArrayList<>();
    answers.forEach(
        (name, attributes) ->
            states.add(
                new QueueState(
                    name,
                    number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                    number(
                        attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                    number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
                    null,
                    deadLetterQueues.contains(name),
                    null)));
    return states;
  }

  private static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static String deadLetterQueue(String redrivePolicy) {
    try {
      String arn = MAPPER.readTree(redrivePolicy).path("deadLetterTargetArn").asText();
      return arn.substring(arn.lastIndexOf(':') + 1);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a redrive policy that is no JSON: " + redrivePolicy, e);
    }
  }

  private static long number(Map<QueueAttributeName, String> of, QueueAttributeName name) {
    return Long.parseLong(of.getOrDefault(name, "0"));
  }
}
