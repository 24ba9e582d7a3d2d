package io.millrace.pipelines.stages.run;

import io.millrace.pipelines.stages.output.Layout;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// Deletes the objects of runs that nobody has written to for some time. A run that was resumed is
/// as young as its newest object, and one that is still running is left alone.
///
/// Manifests go first, so that nothing vouches for an output that is being deleted; what an
/// interrupted sweep leaves, the next one deletes. Used by one thread.
public final class RunRetention {
  /// As in the document's lifecycle policy.
  public static final Duration KEEP = Duration.ofDays(7);

  private final ObjectStore store;
  private final String bucket;
  private final Duration keep;
  private final Predicate<String> isRunning;

  /// What a sweep did.
  public record Swept(int runs, long objects, long bytes) {
    public static final Swept NOTHING = new Swept(0, 0, 0);

    public Swept and(Swept other) {
      return new Swept(runs + other.runs, objects + other.objects, bytes + other.bytes);
    }
  }

  /// @param keep how long after the last write, at least an hour
  /// @param isRunning whether an execution works on the run with this id
  public RunRetention(
      ObjectStore store, String bucket, Duration keep, Predicate<String> isRunning) {
    if (keep.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "Runs are to be kept for "
              + keep
              + "; it must be at least an hour, or a run loses its data while it waits.");
    }
    this.store = store;
    this.bucket = bucket;
    this.keep = keep;
    this.isRunning = isRunning;
  }

  /// Deletes every run that is too old at this moment; stops between two runs when the thread is
  /// interrupted.
  public Swept sweep(Instant now) {
    Swept swept = Swept.NOTHING;
    Iterator<String> runs = store.folders(new ObjectLocation(bucket, Layout.ROOT)).iterator();
    while (runs.hasNext() && !Thread.currentThread().isInterrupted()) {
      swept = swept.and(sweep(runs.next(), now.minus(keep)));
    }
    return swept;
  }

  private Swept sweep(String runId, Instant before) {
    List<StoredObject> objects = store.list(new ObjectLocation(bucket, Layout.ROOT + runId + "/"));
    boolean isOld =
        objects.stream()
            .map(StoredObject::modified)
            .allMatch(modified -> modified.isBefore(before));
    if (objects.isEmpty() || !isOld || isRunning.test(runId)) {
      return Swept.NOTHING;
    }
    objects.stream()
        .sorted(Comparator.comparing(RunRetention::vouchesForNothing))
        .forEach(object -> store.delete(object.location()));
    return new Swept(1, objects.size(), objects.stream().mapToLong(StoredObject::bytes).sum());
  }

  private static boolean vouchesForNothing(StoredObject object) {
    String key = object.location().key();
    return !key.endsWith("/" + Layout.MANIFEST) && !key.endsWith("/" + Layout.SUCCESS);
  }
}
