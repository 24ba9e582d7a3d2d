package io.millrace.pipelines.stages;

import java.io.IOException;

/// Outputs of runs, for tests of those who look at them.
public final class TestRuns {
  private TestRuns() {}

  /// Publishes rows as the first stage of a run.
  public static void rows(String run, String stage, int count) throws IOException {
    Kit.rows(run, stage, count);
  }

  /// A stage that hands its input on.
  public static void copy(String run, String stage, String previous) throws IOException {
    Kit.call(new Kit.Copy(), Kit.event(run, stage, previous));
  }

  /// A stage whose output is one value.
  public static void sum(String run, String stage, String previous) throws IOException {
    Kit.call(new Kit.Sum(), Kit.event(run, stage, previous));
  }

  /// The key of the first part of an output.
  public static String part(String run, String stage) throws IOException {
    return Kit.part(run, stage, 0);
  }
}
