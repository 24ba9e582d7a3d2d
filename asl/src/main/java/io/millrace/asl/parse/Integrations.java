package io.millrace.asl.parse;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The optimized integrations and their actions. AWS developer guide, "Integrating optimized
/// services", one page for each service; the actions of Amazon S3 belong to Map states only.
final class Integrations {
  static final String PREFIX = "arn:aws:states:::";

  private static final Map<String, Set<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("apigateway", Set.of("invoke")),
          Map.entry(
              "athena",
              Set.of(
                  "startQueryExecution",
                  "stopQueryExecution",
                  "getQueryExecution",
                  "getQueryResults")),
          Map.entry("batch", Set.of("submitJob")),
          Map.entry("bedrock", Set.of("invokeModel", "createModelCustomizationJob")),
          Map.entry("bedrock-agentcore", Set.of("invokeHarness")),
          Map.entry(
              "codebuild",
              Set.of(
                  "startBuild",
                  "stopBuild",
                  "startBuildBatch",
                  "stopBuildBatch",
                  "retryBuildBatch",
                  "deleteBuildBatch",
                  "batchDeleteBuilds",
                  "batchGetReports")),
          Map.entry("databrew", Set.of("startJobRun")),
          Map.entry("dynamodb", Set.of("getItem", "putItem", "updateItem", "deleteItem")),
          Map.entry("ecs", Set.of("runTask")),
          Map.entry(
              "eks",
              Set.of(
                  "call",
                  "runJob",
                  "createCluster",
                  "deleteCluster",
                  "createNodegroup",
                  "deleteNodegroup",
                  "createFargateProfile",
                  "deleteFargateProfile",
                  "createAddon",
                  "deleteAddon")),
          Map.entry(
              "elasticmapreduce",
              Set.of(
                  "createCluster",
                  "setClusterTerminationProtection",
                  "terminateCluster",
                  "addStep",
                  "cancelStep",
                  "modifyInstanceFleetByName",
                  "modifyInstanceGroupByName")),
          Map.entry(
              "emr-containers",
              Set.of("createVirtualCluster", "deleteVirtualCluster", "startJobRun")),
          Map.entry(
              "emr-serverless",
              Set.of(
                  "createApplication",
                  "startApplication",
                  "stopApplication",
                  "deleteApplication",
                  "startJobRun",
                  "cancelJobRun")),
          Map.entry("events", Set.of("putEvents")),
          Map.entry("glue", Set.of("startJobRun")),
          Map.entry("http", Set.of("invoke")),
          Map.entry("lambda", Set.of("invoke")),
          Map.entry("mediaconvert", Set.of("createJob")),
          Map.entry(
              "sagemaker",
              Set.of(
                  "createEndpoint",
                  "createEndpointConfig",
                  "createHyperParameterTuningJob",
                  "createLabelingJob",
                  "createModel",
                  "createProcessingJob",
                  "createTrainingJob",
                  "createTransformJob",
                  "updateEndpoint")),
          Map.entry("sns", Set.of("publish")),
          Map.entry("sqs", Set.of("sendMessage")),
          Map.entry("states", Set.of("startExecution")));

  /// Services whose pages have listed the same actions for years.
  private static final Set<String> SETTLED =
      Set.of(
          "apigateway",
          "batch",
          "databrew",
          "dynamodb",
          "ecs",
          "events",
          "glue",
          "http",
          "lambda",
          "mediaconvert",
          "sns",
          "sqs",
          "states");

  private static final Set<String> ARNS = allArns();

  private Integrations() {}

  /// The actions of a service, or null when the service is not known.
  static @Nullable Set<String> actions(String service) {
    return ACTIONS.get(service);
  }

  /// Whether an action that is not listed can be called wrong; elsewhere it may only be new.
  static boolean isSettled(String service) {
    return SETTLED.contains(service);
  }

  static Set<String> services() {
    return ACTIONS.keySet();
  }

  /// All ARNs, without the patterns' endings.
  static Set<String> arns() {
    return ARNS;
  }

  private static Set<String> allArns() {
    Set<String> arns = new HashSet<>();
    ACTIONS.forEach(
        (service, actions) -> actions.forEach(action -> arns.add(PREFIX + service + ":" + action)));
    return Set.copyOf(arns);
  }
}
