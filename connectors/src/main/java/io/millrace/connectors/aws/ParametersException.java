package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.util.List;

/// The Parameters or Arguments of a task are not what its action takes. The message is the cause
/// that Step Functions gives such a task.
public final class ParametersException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param faults one for each mistake, for example `The field 'Key' is required but was missing`
  public ParametersException(JsonNode parameters, List<String> faults) {
    super(
        "The Parameters '"
            + Json.write(parameters)
            + "' could not be used to start the Task: ["
            + String.join(", ", faults)
            + "]",
        null,
        false,
        false);
  }
}
