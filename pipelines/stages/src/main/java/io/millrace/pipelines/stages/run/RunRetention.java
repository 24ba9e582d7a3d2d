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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Deletes the objects of runs that nobody has written to for some time. A run that was resumed is
/// as young as its newest object, and one that somebody may still need is left alone.
///
/// Manifests go first, so that nothing vouches for an output that is being deleted; what an
/// interrupted sweep leaves, the next one deletes. Used by one thread.
public final class RunRetention {
  /// As in the document's lifecycle policy.
  public static final Duration KEEP = Duration.ofDays(7);

  private final ObjectStore store;
  private final String bucket;
  private final Duration keep;
  private final Predicate<Run> isNeeded;

  /// A run that is old enough.
  ///
  /// @param folders the names below it: those of its stages, and `failures`
  public record Run(String id, Set<String> folders) {
    public Run {
      folders = Set.copyOf(folders);
    }
  }

  /// What a sweep did.
  public record Swept(int runs, long objects, long bytes) {
    public static final Swept NOTHING = new Swept(0, 0, 0);

    public Swept and(Swept other) {
      return new Swept(runs + other.runs, objects + other.objects, bytes + other.bytes);
    }
  }

  /// @param keep how long after the last write, at least an hour
  /// @param isNeeded whether an execution works on a run, or may yet; asked of old runs only
  public RunRetention(ObjectStore store, String bucket, Duration keep, Predicate<Run> isNeeded) {
    if (keep.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "Runs are to be kept for "
              + keep
              + "; it must be at least an hour, or a run loses its data while it waits.");
    }
    this.store = store;
    this.bucket = bucket;
    this.keep = keep;
    this.isNeeded = isNeeded;
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
    if (objects.isEmpty() || !isOld || isNeeded.test(new Run(runId, folders(runId, objects)))) {
      return Swept.NOTHING;
    }
    objects.stream()
        .sorted(Comparator.comparing(RunRetention::vouchesForNothing))
        .forEach(object -> store.delete(object.location()));
    return new Swept(1, objects.size(), objects.stream().mapToLong(StoredObject::bytes).sum());
  }

  private static Set<String> folders(String runId, List<StoredObject> objects) {
    int from = Layout.ROOT.length() + runId.length() + 1;
    return objects.stream()
        .map(object -> object.location().key())
        .filter(key -> key.indexOf('/', from) > 0)
        .map(key -> key.substring(from, key.indexOf('/', from)))
        .collect(Collectors.toSet());
  }

  private static boolean vouchesForNothing(StoredObject object) {
    String key = object.location().key();
    return !key.endsWith("/" + Layout.MANIFEST) && !key.endsWith("/" + Layout.SUCCESS);
  }
}
