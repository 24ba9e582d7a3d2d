package io.millrace.asl.lint.machine;

import java.util.Locale;

/// What a Task's `Resource` names, read tolerantly: placeholders such as `${Function.Arn}` are
/// functions.
///
/// @param request for example `lambda:invoke` or `aws-sdk:s3:getObject`; empty for a function or an
///   activity named directly
/// @param pattern for example `.sync:2`, or empty
public record Integration(Kind kind, String request, String pattern) {
  private static final String STATES = ":states:::";

  /// What answers.
  public enum Kind {
    FUNCTION,
    ACTIVITY,
    SERVICE
  }

  static Integration of(String resource) {
    int at = resource.indexOf(STATES);
    if (at < 0) {
      boolean activity = resource.contains(":activity:");
      return new Integration(activity ? Kind.ACTIVITY : Kind.FUNCTION, "", "");
    }
    String rest = resource.substring(at + STATES.length());
    for (String pattern : new String[] {".sync:2", ".sync", ".waitForTaskToken"}) {
      if (rest.endsWith(pattern)) {
        return new Integration(
            Kind.SERVICE, rest.substring(0, rest.length() - pattern.length()), pattern);
      }
    }
    return new Integration(Kind.SERVICE, rest, "");
  }

  /// Whether it waits until somebody sends the task token back.
  public boolean waitsForToken() {
    return pattern.equals(".waitForTaskToken");
  }

  /// Whether it waits until the job that it started has finished.
  public boolean waitsForJob() {
    return pattern.startsWith(".sync");
  }

  /// Whether a Lambda function does the work.
  public boolean isLambda() {
    return kind == Kind.FUNCTION || request.equals("lambda:invoke");
  }

  /// As a sentence names it.
  public String description() {
    return switch (kind) {
      case FUNCTION -> "the function";
      case ACTIVITY -> "the activity's worker";
      case SERVICE -> request + pattern;
    };
  }

  /// The service, for example `lambda` or `s3`.
  public String service() {
    String name = request.startsWith("aws-sdk:") ? request.substring("aws-sdk:".length()) : request;
    int colon = name.indexOf(':');
    return (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
  }
}
