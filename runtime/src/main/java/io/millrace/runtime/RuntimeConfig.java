package io.millrace.runtime;

import io.millrace.engine.decide.EngineLimits;
import io.millrace.runtime.express.ExpressConfig;
import java.time.Duration;

/// Settings of the loops. Every value has a reason; a value out of range refuses to start.
///
/// @param shards loops that decide, 1 to 256
/// @param tasksMax attempts carried out at the same time, 1 to 100,000; more wait for their turn
/// @param loadsMax executions read from the journal at the same time, 1 to 100
/// @param backlogMax commands that wait for the journal before further ones are refused, at least
///   10
/// @param stayFor an execution that only waits stays in memory when it goes on sooner than this, 1
///   s to 1 h
/// @param startedAfter an attempt that takes longer gets its `TaskStarted` event while it runs
/// @param holdFor how long the store may be unreachable before commands are refused at once,
///   instead of waiting for it
/// @param answerWithin how long a caller waits for its command to be durable before it is told that
///   this is unknown; clients of AWS give up after 30 s by themselves
/// @param closeWithin how long closing waits for what is decided to become durable
/// @param express bounds on executions of EXPRESS state machines, which live in memory alone
public record RuntimeConfig(
    Arns arns,
    EngineLimits limits,
    int shards,
    int tasksMax,
    int loadsMax,
    int backlogMax,
    Duration stayFor,
    Duration startedAfter,
    Duration holdFor,
    Duration answerWithin,
    Duration closeWithin,
    ExpressConfig express) {

  /// With the usual bounds on executions of EXPRESS state machines.
  public RuntimeConfig(
      Arns arns,
      EngineLimits limits,
      int shards,
      int tasksMax,
      int loadsMax,
      int backlogMax,
      Duration stayFor,
      Duration startedAfter,
      Duration holdFor,
      Duration answerWithin,
      Duration closeWithin) {
    this(
        arns,
        limits,
        shards,
        tasksMax,
        loadsMax,
        backlogMax,
        stayFor,
        startedAfter,
        holdFor,
        answerWithin,
        closeWithin,
        ExpressConfig.standard());
  }

  public RuntimeConfig {
    range("shards", shards, 1, 256);
    range("tasksMax", tasksMax, 1, 100_000);
    range("loadsMax", loadsMax, 1, 100);
    range("backlogMax", backlogMax, 10, 10_000_000);
    range("stayFor in milliseconds", stayFor.toMillis(), 1_000, 3_600_000);
    range("startedAfter in milliseconds", startedAfter.toMillis(), 0, 3_600_000);
    range("holdFor in milliseconds", holdFor.toMillis(), 0, 3_600_000);
    range("answerWithin in milliseconds", answerWithin.toMillis(), 10, 3_600_000);
    range("closeWithin in milliseconds", closeWithin.toMillis(), 10, 3_600_000);
  }

  /// What suits one machine: as many shards as processors, AWS's limits.
  public static RuntimeConfig standard() {
    return new RuntimeConfig(
        Arns.LOCAL,
        EngineLimits.AWS,
        Runtime.getRuntime().availableProcessors(),
        1_000,
        8,
        20_000,
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        Duration.ofSeconds(3),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10));
  }

  /// With another account and Region.
  public RuntimeConfig withArns(Arns other) {
    return new RuntimeConfig(
        other,
        limits,
        shards,
        tasksMax,
        loadsMax,
        backlogMax,
        stayFor,
        startedAfter,
        holdFor,
        answerWithin,
        closeWithin,
        express);
  }

  /// With another bound on attempts carried out at the same time.
  public RuntimeConfig withTasksMax(int other) {
    return new RuntimeConfig(
        arns,
        limits,
        shards,
        other,
        loadsMax,
        backlogMax,
        stayFor,
        startedAfter,
        holdFor,
        answerWithin,
        closeWithin,
        express);
  }

  /// With other limits of executions.
  public RuntimeConfig withLimits(EngineLimits other) {
    return new RuntimeConfig(
        arns,
        other,
        shards,
        tasksMax,
        loadsMax,
        backlogMax,
        stayFor,
        startedAfter,
        holdFor,
        answerWithin,
        closeWithin,
        express);
  }

  /// With other bounds on executions of EXPRESS state machines.
  public RuntimeConfig withExpress(ExpressConfig other) {
    return new RuntimeConfig(
        arns,
        limits,
        shards,
        tasksMax,
        loadsMax,
        backlogMax,
        stayFor,
        startedAfter,
        holdFor,
        answerWithin,
        closeWithin,
        other);
  }

  private static void range(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed are " + least + " to " + most);
    }
  }
}
