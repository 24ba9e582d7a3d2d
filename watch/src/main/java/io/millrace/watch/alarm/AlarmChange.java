package io.millrace.watch.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// An alarm has entered another state.
///
/// @param reason in CloudWatch's words
/// @param at when that was found
public record AlarmChange(
    Alarm alarm, Alarm.State from, Alarm.State to, String reason, Instant at) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// As in `2026-11-23T22:40:00.000+0000`.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Where alarms are at home.
  public record Place(String partition, String region, String account) {}

  /// The subject of an e-mail: at most 100 characters, as SNS allows (API reference, "Publish").
  public String subject(Place place) {
    String subject = "%s: \"%s\" in %s".formatted(to, printable(alarm.name()), place.region());
    return subject.length() <= 100 ? subject : subject.substring(0, 97) + "...";
  }

  private static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7E]", "?");
  }

  /// The message that CloudWatch sends to an SNS topic (CloudWatch user guide, "Notifying users on
  /// alarm changes").
  public String message(Place place) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("AlarmName", alarm.name());
    message.put("AlarmDescription", alarm.description());
    message.put("AWSAccountId", place.account());
    message.put("NewStateValue", to.name());
    message.put("NewStateReason", reason);
    message.put("StateChangeTime", TIME.format(at));
    message.put("Region", place.region());
    message.put(
        "AlarmArn",
        "arn:%s:cloudwatch:%s:%s:alarm:%s"
            .formatted(place.partition(), place.region(), place.account(), alarm.name()));
    message.put("OldStateValue", from.name());
    actions(message, "OKActions", alarm.okActions());
    actions(message, "AlarmActions", alarm.alarmActions());
    actions(message, "InsufficientDataActions", alarm.insufficientDataActions());
    message.set("Trigger", trigger());
    try {
      return MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    }
  }

  /// A webhook's address may carry a secret; it is nobody else's business.
  private static void actions(ObjectNode message, String field, List<String> actions) {
    var array = message.putArray(field);
    actions.stream().filter(action -> action.startsWith("arn:")).forEach(array::add);
  }

  private ObjectNode trigger() {
    ObjectNode trigger = JsonNodeFactory.instance.objectNode();
    trigger.put("MetricName", alarm.metric().cloudWatchName());
    trigger.put("Namespace", alarm.metric().namespace());
    trigger.put("StatisticType", "Statistic");
    trigger.put("Statistic", alarm.statistic().name().toUpperCase(Locale.ROOT));
    trigger.putNull("Unit");
    var dimensions = trigger.putArray("Dimensions");
    for (String name : alarm.metric().dimensions()) {
      String value = alarm.dimensions().get(name);
      if (value != null) {
        dimensions.addObject().put("value", value).put("name", name);
      }
    }
    trigger.put("Period", alarm.period().toSeconds());
    trigger.put("EvaluationPeriods", alarm.evaluationPeriods());
    trigger.put("DatapointsToAlarm", alarm.datapointsToAlarm());
    trigger.put("ComparisonOperator", alarm.comparison().name());
    trigger.put("Threshold", alarm.threshold());
    trigger.put("TreatMissingData", alarm.treatMissingData().name());
    trigger.put("EvaluateLowSampleCountPercentile", "");
    return trigger;
  }
}
