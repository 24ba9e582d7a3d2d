package io.millrace.watch.alarm;

import io.millrace.watch.alarm.Datapoints.Datapoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What follows from the datapoints of an alarm. A pure function.
///
/// CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data": real datapoints
/// go before missing ones. When there are enough of them, the latest count; otherwise the missing
/// ones are filled in as the alarm says.
///
/// @param state as it is now
/// @param reason in CloudWatch's words
record Evaluation(Alarm.State state, String reason) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// @param points oldest first, more than the alarm evaluates
  /// @param present the state so far
  static Evaluation of(Alarm alarm, List<Datapoint> points, Alarm.State present) {
    List<Datapoint> real = new ArrayList<>();
    for (Datapoint point : points) {
      if (point.value().isPresent()) {
        real.add(point);
      }
    }
    int wanted = alarm.evaluationPeriods();
    List<Datapoint> latest = real.subList(Math.max(0, real.size() - wanted), real.size());
    long breaching = latest.stream().filter(point -> breaches(alarm, point)).count();
    int filled = wanted - latest.size();
    Alarm.State state =
        filled == 0
            ? alarmIf(breaching >= alarm.datapointsToAlarm())
            : withGaps(alarm, points, latest, breaching, filled, present);
    return new Evaluation(state, reason(alarm, latest, breaching, filled, present, state));
  }

  private static Alarm.State withGaps(
      Alarm alarm,
      List<Datapoint> points,
      List<Datapoint> real,
      long breaching,
      int filled,
      Alarm.State present) {
    int needed = alarm.datapointsToAlarm();
    return switch (alarm.treatMissingData()) {
      case breaching -> alarmIf(breaching + filled >= needed);
      case notBreaching -> alarmIf(breaching >= needed);
      case ignore ->
          breaching >= needed
              ? Alarm.State.ALARM
              : breaching < real.size() ? Alarm.State.OK : present;
      case missing -> {
        if (real.isEmpty()) {
          yield Alarm.State.INSUFFICIENT_DATA;
        }
        if (breaching >= needed) {
          yield Alarm.State.ALARM;
        }
        if (breaching < real.size()) {
          yield Alarm.State.OK;
        }
        // All there is breaches: it alarms once that is as old as the breach must last.
        int age = points.size() - points.indexOf(real.getFirst());
        yield age >= needed ? Alarm.State.ALARM : present;
      }
    };
  }

  private static Alarm.State alarmIf(boolean breach) {
    return breach ? Alarm.State.ALARM : Alarm.State.OK;
  }

  private static boolean breaches(Alarm alarm, Datapoint point) {
    return alarm.comparison().breaches(point.value().getAsDouble(), alarm.threshold());
  }

  private static String reason(
      Alarm alarm,
      List<Datapoint> real,
      long breaching,
      int filled,
      Alarm.State from,
      Alarm.State to) {
    if (real.isEmpty()) {
      return to == Alarm.State.INSUFFICIENT_DATA
          ? "Insufficient Data: %d %s unknown."
              .formatted(
                  alarm.evaluationPeriods(),
                  alarm.evaluationPeriods() == 1 ? "datapoint was" : "datapoints were")
          : "Threshold Crossed: no datapoints were received for %d %s and %d missing %s treated as [%s]."
              .formatted(
                  alarm.evaluationPeriods(),
                  plural("period", alarm.evaluationPeriods()),
                  filled,
                  filled == 1 ? "datapoint was" : "datapoints were",
                  to == Alarm.State.ALARM ? "Breaching" : "NonBreaching");
    }
    boolean alarms = to == Alarm.State.ALARM;
    long that = alarms ? breaching : real.size() - breaching;
    String values =
        real.reversed().stream()
            .map(
                point ->
                    point.value().getAsDouble()
                        + " ("
                        + TIME.format(Instant.ofEpochMilli(point.startMillis()))
                        + ")")
            .collect(Collectors.joining(", "));
    return "Threshold Crossed: %d out of the last %d %s [%s] %s%s %s the threshold (%s) (minimum %d %s for %s -> %s transition)."
        .formatted(
            that,
            real.size(),
            plural("datapoint", real.size()),
            values,
            that == 1 ? "was" : "were",
            alarms ? "" : " not",
            alarm.comparison().words(),
            alarm.threshold(),
            alarms
                ? alarm.datapointsToAlarm()
                : alarm.evaluationPeriods() - alarm.datapointsToAlarm() + 1,
            plural(
                "datapoint",
                alarms
                    ? alarm.datapointsToAlarm()
                    : alarm.evaluationPeriods() - alarm.datapointsToAlarm() + 1),
            alarms && from == Alarm.State.INSUFFICIENT_DATA ? Alarm.State.OK : from,
            to);
  }

  private static String plural(String noun, int count) {
    return count == 1 ? noun : noun + "s";
  }
}
