package io.millrace.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.output.StageJson;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/// What a stage may ask about the run it works in.
///
/// @param runId the same for all stages, and for a run that resumes an earlier one
/// @param stage this stage's name in the chain
/// @param attempt unique among all attempts of all runs; names that must be the same when a stage
///   is repeated are made from `runId` instead
/// @param parameters what the chain says to this stage, an object
/// @param remaining how long this attempt may still take
public record StageRun(
    String runId, String stage, String attempt, JsonNode parameters, Supplier<Duration> remaining) {

  /// A parameter of the stage, or `otherwise` when the chain says nothing. Throws
  /// [PermanentStageException] when it is not of that type.
  public <T> T parameter(String name, T otherwise) {
    var value = parameters.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    try {
      @SuppressWarnings("unchecked") // of the class of otherwise
      var type = (Class<T>) otherwise.getClass();
      return StageJson.MAPPER.readerFor(type).readValue(value);
    } catch (IOException e) {
      throw new PermanentStageException(
          "The parameter %s of %s is %s; it must be like %s."
              .formatted(name, stage, value, otherwise),
          e);
    }
  }
}
