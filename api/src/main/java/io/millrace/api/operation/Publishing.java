package io.millrace.api.operation;

import io.millrace.api.protocol.ApiError;
import io.millrace.api.protocol.ApiException;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import org.jspecify.annotations.Nullable;

/// `publish` and `versionDescription`. Versions are not available yet, so asking for one is refused
/// before anything is changed.
final class Publishing {
  private Publishing() {}

  /// Reads the description, to be checked with the request.
  static @Nullable String description(Request request) {
    return request.optionalText("versionDescription", TextRule.DESCRIPTION);
  }

  /// @throws ApiException when a version is asked for
  static void refuse(Request request, @Nullable String description) {
    if (request.flag("publish", false)) {
      throw new ApiException(
          ApiError.validation("Versions are not available yet: leave 'publish' out"));
    }
    if (description != null) {
      // Recorded: api_versioning/test_create_with_version_description_no_publish.
      throw new ApiException(
          ApiError.validation("Version description can only be set when publish is true"));
    }
  }
}
