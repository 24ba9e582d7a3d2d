package io.millrace.watch.alarm;

import io.millrace.watch.metrics.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The alarms of this process with their states. They begin with INSUFFICIENT_DATA at each start:
/// datapoints are kept in memory only. Safe for concurrent use.
public final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  private final List<Standing> standings;
  private final Consumer<AlarmChange> told;

  private static final class Standing {
    final Alarm alarm;
    final Datapoints datapoints;
    Alarm.State state = Alarm.State.INSUFFICIENT_DATA;
    String reason = "Unchecked: Initial alarm creation";
    Instant since;

    Standing(Alarm alarm, Instant now) {
      this.alarm = alarm;
      this.datapoints = new Datapoints(alarm);
      this.since = now;
    }
  }

  /// An alarm as it stands.
  public record Status(Alarm alarm, Alarm.State state, String reason, Instant since) {}

  /// @param told of every change, also by alarms whose actions are off; must not block
  public Alarms(List<Alarm> alarms, Instant now, Consumer<AlarmChange> told) {
    this.standings = alarms.stream().map(alarm -> new Standing(alarm, now)).toList();
    this.told = told;
  }

  /// What the meters must feed.
  public List<Meters.Watch> watches() {
    return standings.stream().<Meters.Watch>map(one -> one.datapoints).toList();
  }

  /// How often to evaluate: as often as the shortest period, at least every minute.
  public Duration interval() {
    return standings.stream()
        .map(one -> one.alarm.period())
        .min(Duration::compareTo)
        .filter(least -> least.compareTo(Duration.ofMinutes(1)) < 0)
        .orElse(Duration.ofMinutes(1));
  }

  /// Looks at all alarms.
  public void evaluate(Instant now) {
    List<AlarmChange> changes = new ArrayList<>();
    synchronized (this) {
      for (Standing one : standings) {
        evaluate(one, now, changes);
      }
    }
    for (AlarmChange change : changes) {
      log(change);
      told.accept(change);
    }
  }

  private static void evaluate(Standing one, Instant now, List<AlarmChange> changes) {
    Evaluation result =
        Evaluation.of(one.alarm, one.datapoints.before(now.toEpochMilli()), one.state);
    if (result.state() != one.state) {
      changes.add(new AlarmChange(one.alarm, one.state, result.state(), result.reason(), now));
      one.state = result.state();
      one.reason = result.reason();
      one.since = now;
    }
  }

  private static void log(AlarmChange change) {
    (change.to() == Alarm.State.ALARM ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("alarm", change.alarm().name())
        .addKeyValue("from", change.from())
        .addKeyValue("to", change.to())
        .log("{} {}", change.alarm().description(), change.reason());
  }

  /// All alarms as they stand, in the order of their file.
  public synchronized List<Status> statuses() {
    return standings.stream()
        .map(one -> new Status(one.alarm, one.state, one.reason, one.since))
        .toList();
  }
}
