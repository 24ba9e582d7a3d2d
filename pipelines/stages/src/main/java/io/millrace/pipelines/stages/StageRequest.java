package io.millrace.pipelines.stages;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.pipelines.stages.output.Layout;
import io.millrace.pipelines.stages.output.StageJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a chain sends to a stage.
///
/// @param runId the prefix of everything the run stores
/// @param currentStage the stage's name in the chain
/// @param previousStage whose output it reads; absent for the first
/// @param workflowBucket absent: the setting `STAGES_BUCKET`
/// @param initialData for the first stage: a message's body, as text or JSON
/// @param parameters what the chain says to this stage
/// @param force work even if the same work is done already
record StageRequest(
    @JsonAlias("executionId") @Nullable String runId,
    @Nullable String currentStage,
    @Nullable String previousStage,
    @Nullable String workflowBucket,
    @Nullable JsonNode initialData,
    @Nullable JsonNode parameters,
    boolean force) {

  static StageRequest of(byte[] event) {
    StageRequest request;
    try {
      request = StageJson.MAPPER.readValue(event, StageRequest.class);
    } catch (IOException e) {
      throw new PermanentStageException(
          "The event is no request to a stage: " + e.getMessage() + " See docs/stages.md.", e);
    }
    if (request == null || request.runId == null || request.currentStage == null) {
      throw new PermanentStageException(
          "The event needs runId and currentStage, as a chain's definition sends them.");
    }
    return request;
  }

  String run() {
    return Layout.checked("run's id", runId == null ? "" : runId);
  }

  String stage() {
    return Layout.checked("stage's name", currentStage == null ? "" : currentStage);
  }

  JsonNode parametersOrNone() {
    return parameters == null || parameters.isNull()
        ? JsonNodeFactory.instance.objectNode()
        : parameters;
  }
}
