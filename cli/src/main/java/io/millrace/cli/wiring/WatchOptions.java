package io.millrace.cli.wiring;

import io.millrace.watch.alarm.Alarm;
import java.util.List;

/// How an [Installation] is watched.
///
/// @param metricsPort on loopback, 0 for any
/// @param queueUrls of queues elsewhere that are asked how long they are
/// @param alarms evaluated as long as it runs
public record WatchOptions(int metricsPort, List<String> queueUrls, List<Alarm> alarms) {
  public WatchOptions {
    queueUrls = List.copyOf(queueUrls);
    alarms = List.copyOf(alarms);
    if (metricsPort < 0 || metricsPort > 65_535) {
      throw new IllegalArgumentException(
          "The port of the metrics is " + metricsPort + "; it must be from 0 to 65535.");
    }
  }
}
