package io.millrace.engine.map;

import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.Redrivability;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A Map Run as a store keeps it. The beginning is also told by the parent's `MapRunStarted`, the
/// end by its `MapRunSucceeded` and the like: the status here is an index that may lag behind.
///
/// @param startedEventId the parent's `MapRunStarted`
/// @param itemsTotal null while not all items have been read
/// @param resultsWritten whether a ResultWriter has exported the results
/// @param redrive the last one, or null
/// @param failure why it fails, known before its children have been stopped; null while it does not
public record MapRunRow(
    UUID id,
    String arn,
    UUID parent,
    String parentArn,
    String stateMachineArn,
    String mapState,
    long startedEventId,
    long startMillis,
    @Nullable Long stopMillis,
    Status status,
    MapRunSettings settings,
    @Nullable Long itemsTotal,
    boolean resultsWritten,
    @Nullable Failure failure,
    @Nullable Redrive redrive) {

  /// Why a Map Run fails: the error and the cause that its parent is told.
  public record Failure(String error, String cause) {}

  /// That it was redriven.
  ///
  /// @param count how often, with this one
  /// @param atMillis milliseconds since the epoch
  /// @param childrenBefore so many children there were: the unsuccessful ones of them are redriven
  public record Redrive(int count, long atMillis, int childrenBefore) {}

  /// Whether a child of this Map Run waits to be redriven.
  ///
  /// @param bounds of what can be
  public boolean isPending(MapRunStore.ChildSummary child, Redrivability.Bounds bounds) {
    ChildOf place = child.header().child();
    return redrive != null
        && status == Status.RUNNING
        && place != null
        && place.index() < redrive.childrenBefore()
        && child.redrives().byMapRun() < redrive.count()
        && child.isUnsuccessful()
        && child.isWithin(bounds);
  }

  /// `MapRunStatus`. The order is part of the stored form: add at the end only.
  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    ABORTED
  }

  /// As it is now, ended.
  public MapRunRow ended(Status how, long atMillis) {
    return new MapRunRow(
        id,
        arn,
        parent,
        parentArn,
        stateMachineArn,
        mapState,
        startedEventId,
        startMillis,
        atMillis,
        how,
        settings,
        itemsTotal,
        resultsWritten,
        failure,
        redrive);
  }
}
