package io.millrace.asl.parse;

import io.millrace.asl.model.Resource;
import java.util.List;

/// Reads a Task's `Resource`.
final class ResourceParser {
  private ResourceParser() {}

  static Resource resource(Fields fields) {
    String arn = fields.textOrEmpty("Resource");
    boolean isText = fields.has("Resource") && fields.take("Resource").isTextual();
    if (!isText) {
      return new Resource.LambdaFunction(arn); // Which has been reported.
    }
    Resource resource = parse(arn);
    if (resource == null) {
      fields
          .findings()
          .report(
              Rule.NOT_A_RESOURCE,
              fields.span("Resource"),
              "Value is not a valid resource ARN",
              hint(arn, fields.findings()));
      return new Resource.LambdaFunction(arn);
    }
    return resource;
  }

  private static String hint(String arn, Findings findings) {
    String full = Integrations.PREFIX + arn;
    if (Integrations.arns().contains(full)) {
      return "Did you mean `" + full + "`?";
    }
    String near = findings.hint(arn, Integrations.arns());
    return near != null
        ? near
        : "Name a Lambda function, an activity, or an integration such as"
            + " arn:aws:states:::lambda:invoke.";
  }

  private static @org.jspecify.annotations.Nullable Resource parse(String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6 || !parts[0].equals("arn") || !parts[1].startsWith("aws")) {
      return null;
    }
    String rest = parts[5];
    if (parts[2].equals("lambda")) {
      return rest.startsWith("function:") ? new Resource.LambdaFunction(arn) : null;
    }
    if (!parts[2].equals("states")) {
      return null;
    }
    if (rest.startsWith("activity:")) {
      return new Resource.Activity(arn);
    }
    return integration(arn, rest);
  }

  private static @org.jspecify.annotations.Nullable Resource integration(String arn, String rest) {
    Resource.Pattern pattern = Resource.Pattern.REQUEST_RESPONSE;
    String target = rest;
    for (Resource.Pattern candidate :
        List.of(
            Resource.Pattern.SYNC_2, Resource.Pattern.SYNC, Resource.Pattern.WAIT_FOR_TASK_TOKEN)) {
      if (rest.endsWith(candidate.suffix())) {
        pattern = candidate;
        target = rest.substring(0, rest.length() - candidate.suffix().length());
        break;
      }
    }
    int colon = target.lastIndexOf(':');
    if (colon <= 0 || colon == target.length() - 1) {
      return null;
    }
    return new Resource.ServiceIntegration(
        arn, target.substring(0, colon), target.substring(colon + 1), pattern);
  }
}
