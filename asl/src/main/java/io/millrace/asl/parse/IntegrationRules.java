package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What AWS demands of a service integration when a machine is created: a pattern the service has,
/// parameters, and the fields a request cannot do without. Measured with
/// ValidateStateMachineDefinition; only what was measured is here.
final class IntegrationRules {
  private static final Set<String> WITHOUT_SYNC =
      Set.of("lambda", "sns", "sqs", "dynamodb", "events", "apigateway", "bedrock-agentcore");
  private static final Set<String> WITHOUT_TOKEN =
      Set.of(
          "athena",
          "batch",
          "codebuild",
          "elasticmapreduce",
          "emr-containers",
          "emr-serverless",
          "glue",
          "databrew",
          "mediaconvert",
          "sagemaker",
          "dynamodb",
          "bedrock-agentcore");
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "lambda:invoke", List.of("FunctionName"),
          "sqs:sendMessage", List.of("QueueUrl", "MessageBody"),
          "sns:publish", List.of("Message"),
          "dynamodb:putItem", List.of("TableName", "Item"),
          "dynamodb:getItem", List.of("TableName", "Key"),
          "states:startExecution", List.of("StateMachineArn"),
          "events:putEvents", List.of("Entries"),
          "ecs:runTask", List.of("TaskDefinition"),
          "glue:startJobRun", List.of("JobName"));

  private IntegrationRules() {}

  static void check(Fields state, Resource resource, QueryLanguage language) {
    if (!(resource instanceof Resource.ServiceIntegration integration)) {
      return;
    }
    String service = integration.service();
    boolean sdk = service.startsWith("aws-sdk:");
    boolean known =
        switch (integration.pattern()) {
          case REQUEST_RESPONSE -> true;
          case SYNC -> !sdk && !WITHOUT_SYNC.contains(service);
          case SYNC_2 -> service.equals("states");
          case WAIT_FOR_TASK_TOKEN -> !WITHOUT_TOKEN.contains(service);
        };
    if (!known) {
      state
          .findings()
          .report(
              Rule.UNKNOWN_RESOURCE,
              state.span("Resource"),
              "The resource provided " + integration.arn() + " is not recognized",
              "This integration cannot wait that way: it has no "
                  + integration.pattern().suffix()
                  + ".");
    } else if (!sdk && isOffered(state, integration)) {
      parameters(state, integration, language);
    }
  }

  /// Whether the service has the action. A service that is not in the developer guide's list may be
  /// newer than this program, so it is only warned about.
  private static boolean isOffered(Fields state, Resource.ServiceIntegration integration) {
    Set<String> actions = Integrations.actions(integration.service());
    Findings findings = state.findings();
    if (actions == null) {
      String near = findings.hint(integration.service(), Integrations.services());
      findings.report(
          Rule.UNKNOWN_INTEGRATION,
          state.span("Resource"),
          "There is no known optimized integration with '" + integration.service() + "'.",
          near != null
              ? near
              : "The AWS SDK integrations are named arn:aws:states:::aws-sdk:service:action.");
      return true;
    }
    if (actions.contains(integration.action())) {
      return true;
    }
    boolean settled = Integrations.isSettled(integration.service());
    String near = Spelling.nearest(integration.action(), actions);
    findings.report(
        settled ? Rule.UNKNOWN_RESOURCE : Rule.UNKNOWN_INTEGRATION,
        state.span("Resource"),
        settled
            ? "The resource provided " + integration.arn() + " is not recognized"
            : "There is no known action '"
                + integration.action()
                + "' of the optimized integration with '"
                + integration.service()
                + "'.",
        near != null
            ? "Did you mean `"
                + Integrations.PREFIX
                + integration.service()
                + ":"
                + near
                + integration.pattern().suffix()
                + "`?"
            : "Its actions are " + String.join(", ", new TreeSet<>(actions)) + ".");
    return !settled;
  }

  private static void parameters(
      Fields state, Resource.ServiceIntegration integration, QueryLanguage language) {
    String name = language == QueryLanguage.JSONPATH ? "Parameters" : "Arguments";
    if (!state.has(name)) {
      state
          .findings()
          .report(
              Rule.MISSING_PARAMETERS,
              state.span(),
              name + " field is required for resource ARN: " + integration.arn());
      return;
    }
    JsonNode parameters = state.take(name);
    String request = integration.service() + ":" + integration.action();
    if (parameters instanceof ObjectNode object) {
      for (String field : REQUIRED.getOrDefault(request, List.of())) {
        if (!object.has(field) && !object.has(field + ".$")) {
          state
              .findings()
              .report(
                  Rule.REQUIRED_FIELD,
                  state.span(name),
                  "The field '" + field + "' is required but was missing");
        }
      }
    }
  }
}
