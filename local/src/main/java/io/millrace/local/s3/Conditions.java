package io.millrace.local.s3;

import java.util.Arrays;
import java.util.Optional;

/// Conditional requests (Amazon S3 user guide, "Add preconditions to S3 operations with conditional
/// requests").
final class Conditions {
  private Conditions() {}

  /// A condition on an object to be read.
  interface Reading {
    void check(ObjectRecord present);
  }

  static Reading forReading(S3Request request) {
    return present -> {
      if (request.header("if-match").filter(tags -> !names(tags, present)).isPresent()) {
        throw S3Error.preconditionFailed();
      }
      if (request.header("if-none-match").filter(tags -> names(tags, present)).isPresent()) {
        throw S3Error.notModified();
      }
    };
  }

  static ObjectStore.Condition forWriting(S3Request request) {
    return present -> {
      if (request.header("if-none-match").isPresent() && present.isPresent()) {
        throw S3Error.preconditionFailed();
      }
      var wanted = request.header("if-match");
      if (wanted.isPresent()) {
        Optional<ObjectRecord> matching = present.filter(about -> names(wanted.get(), about));
        if (matching.isEmpty()) {
          throw present.isEmpty() ? S3Error.noSuchKey() : S3Error.preconditionFailed();
        }
      }
    };
  }

  private static boolean names(String tags, ObjectRecord about) {
    return Arrays.stream(tags.split(","))
        .map(tag -> tag.strip().replace("\"", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(about.etag()));
  }
}
