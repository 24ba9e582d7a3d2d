package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
          .schema(
              state.span("Resource"),
              "The resource provided " + integration.arn() + " is not recognized");
    } else if (!sdk) {
      parameters(state, integration, language);
    }
  }

  private static void parameters(
      Fields state, Resource.ServiceIntegration integration, QueryLanguage language) {
    String name = language == QueryLanguage.JSONPATH ? "Parameters" : "Arguments";
    if (!state.has(name)) {
      state
          .findings()
          .schema(state.span(), name + " field is required for resource ARN: " + integration.arn());
      return;
    }
    JsonNode parameters = state.take(name);
    String request = integration.service() + ":" + integration.action();
    if (parameters instanceof ObjectNode object) {
      for (String field : REQUIRED.getOrDefault(request, List.of())) {
        if (!object.has(field) && !object.has(field + ".$")) {
          state
              .findings()
              .schema(state.span(name), "The field '" + field + "' is required but was missing");
        }
      }
    }
  }
}
