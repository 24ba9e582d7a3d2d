package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.PermanentStageException;
import io.millrace.pipelines.stages.store.ObjectLocation;

/// The naming convention: everything a run leaves is under `executions/{runId}/{stage}/`.
///
/// One place, as stages, Spark jobs, the chain's definition and people must agree on it.
public final class Layout {
  /// Before the run's id.
  public static final String ROOT = "executions/";

  public static final String MANIFEST = "manifest.json";

  /// What Hadoop's committer, and so Spark, leaves in a finished folder.
  public static final String SUCCESS = "_SUCCESS";

  /// A state's name may have 80 characters, an execution's as well (Step Functions developer
  /// guide).
  private static final int NAME_MAX = 80;

  private Layout() {}

  /// The folder of a stage's output, with `/` at its end. Throws [PermanentStageException] when one
  /// of the names would lead elsewhere.
  public static String folder(String runId, String stage) {
    return ROOT + checked("run's id", runId) + "/" + checked("stage's name", stage) + "/";
  }

  public static ObjectLocation manifest(String bucket, String runId, String stage) {
    return new ObjectLocation(bucket, folder(runId, stage) + MANIFEST);
  }

  /// A part of a stream of records. The attempt makes it unique: no two attempts write one object.
  static String recordsPart(int number, String attempt) {
    return "part-%05d-%s.jsonl".formatted(number, attempt);
  }

  static String valuePart(String attempt) {
    return "output-" + attempt + ".json";
  }

  /// Where the record of a failed attempt goes.
  public static ObjectLocation failure(String bucket, String runId, String stage, String attempt) {
    return new ObjectLocation(bucket, folder(runId, stage) + "error-" + attempt + ".json");
  }

  /// Returns the name if it can stand between two slashes of a key.
  public static String checked(String what, String name) {
    if (name.isEmpty()
        || name.length() > NAME_MAX
        || name.equals(".")
        || name.equals("..")
        || name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\')) {
      throw new PermanentStageException(
          "The "
              + what
              + " is '"
              + name
              + "'; it must have 1 to 80 characters without slashes or control characters.");
    }
    return name;
  }
}
