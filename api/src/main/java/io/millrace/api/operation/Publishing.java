package io.millrace.api.operation;

import io.millrace.api.protocol.ApiError;
import io.millrace.api.protocol.ApiException;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachines;
import org.jspecify.annotations.Nullable;

/// `publish` and `versionDescription` of CreateStateMachine and UpdateStateMachine.
record Publishing(boolean wanted, @Nullable String description) {
  /// Reads the two, to be checked with the request.
  static Publishing of(Request request) {
    return new Publishing(
        request.flag("publish", false),
        request.optionalText("versionDescription", TextRule.DESCRIPTION));
  }

  /// @throws ApiException when there is a description of nothing
  void check() {
    if (!wanted && description != null) {
      // Recorded: api_versioning/test_create_with_version_description_no_publish.
      throw new ApiException(
          ApiError.validation("Version description can only be set when publish is true"));
    }
  }

  /// The version of the machine's current revision, or null when none is wanted.
  @Nullable PublishedVersion publish(StateMachines machines, String stateMachineArn) {
    return wanted ? machines.publications().publish(stateMachineArn, null, description) : null;
  }
}
