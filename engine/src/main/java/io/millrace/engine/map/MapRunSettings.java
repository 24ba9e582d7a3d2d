package io.millrace.engine.map;

import org.jspecify.annotations.Nullable;

/// What UpdateMapRun can change of a Map Run.
///
/// @param concurrencyMax at most so many children at once; 0 for AWS's limit of 10,000
/// @param toleratedFailureCount null where the state says none
/// @param toleratedFailurePercentage 0 to 100; null where the state says none
public record MapRunSettings(
    int concurrencyMax,
    @Nullable Long toleratedFailureCount,
    @Nullable Double toleratedFailurePercentage) {

  /// Whether so many failed items are too many (developer guide, "Tolerated failure threshold"): a
  /// Map Run that tolerates nothing fails with the first; of two thresholds either one counts.
  ///
  /// @param totalItems null while not all items have been read: a percentage of them is not known
  ///   yet
  public boolean isExceeded(long failedItems, @Nullable Long totalItems) {
    if (failedItems == 0) {
      return false;
    }
    Long count = toleratedFailureCount;
    Double percentage = toleratedFailurePercentage;
    if (count == null && percentage == null) {
      return true;
    }
    boolean tooMany = count != null && failedItems > count;
    boolean tooLargePart =
        percentage != null
            && totalItems != null
            && failedItems * 100.0 > percentage * (double) totalItems;
    return tooMany || tooLargePart;
  }
}
