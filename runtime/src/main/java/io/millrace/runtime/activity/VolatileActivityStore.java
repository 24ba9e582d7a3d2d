package io.millrace.runtime.activity;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Activities in memory: for tests and engines whose state need not outlive them. Safe for
/// concurrent use.
public final class VolatileActivityStore implements ActivityStore {
  private final TreeMap<String, Activity> byName = new TreeMap<>();

  @Override
  public synchronized Activity create(Activity activity) {
    Activity known = byName.putIfAbsent(activity.name(), activity);
    return known == null ? activity : known;
  }

  @Override
  public synchronized void delete(String arn) {
    byName.values().removeIf(activity -> activity.arn().equals(arn));
  }

  @Override
  public synchronized Optional<Activity> find(String arn) {
    return byName.values().stream().filter(activity -> activity.arn().equals(arn)).findFirst();
  }

  @Override
  public synchronized List<Activity> list(@Nullable String afterName, int limit) {
    var following = afterName == null ? byName : byName.tailMap(afterName, false);
    return following.values().stream().limit(limit).toList();
  }
}
