package io.millrace.postgres.journal;

import io.millrace.engine.execution.Redrivability;
import io.millrace.engine.map.MapRunRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The status of a Map Run's child as [MapRunRow#isPending] has it, in SQL over its row.
final class ChildStatus {
  /// Whether the row keeps within [Redrivability.Bounds]; takes
  /// [#parameters(Redrivability.Bounds)].
  static final String WITHIN = "last_event_id < ? AND start_ms >= ? AND stop_ms >= ?";

  private static final String SHOWN =
      "CASE WHEN status BETWEEN 2 AND 4 AND item_index < ? AND coalesce(map_run_redrive, 0) < ? AND"
          + " "
          + WITHIN
          + " THEN 5 ELSE status END";

  private ChildStatus() {}

  /// The status to show; takes [#parameters(MapRunRow, Redrivability.Bounds)] wherever it stands.
  ///
  /// @param run its Map Run, or null where that has no row
  static String sql(@Nullable MapRunRow run) {
    return redrive(run) == null ? "status" : SHOWN;
  }

  static List<Object> parameters(@Nullable MapRunRow run, Redrivability.Bounds bounds) {
    MapRunRow.Redrive redrive = redrive(run);
    return redrive == null
        ? List.of()
        : List.of(
            redrive.childrenBefore(),
            redrive.count(),
            bounds.lastEventIdBelow(),
            bounds.startMillisFrom(),
            bounds.stopMillisFrom());
  }

  static List<Object> parameters(Redrivability.Bounds bounds) {
    return List.of(bounds.lastEventIdBelow(), bounds.startMillisFrom(), bounds.stopMillisFrom());
  }

  /// The redrive that children may be waiting for, or null.
  private static MapRunRow.@Nullable Redrive redrive(@Nullable MapRunRow run) {
    return run == null || run.status() != MapRunRow.Status.RUNNING ? null : run.redrive();
  }
}
