package io.millrace.cli.stages;

import io.millrace.cli.wiring.StageQueues;
import io.millrace.cli.wiring.StagesParts;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.runtime.Arns;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What a person is told who has started a server with chains of stages: where everything is, and
/// commands of the AWS CLI that work at once.
public final class StagesNotice {
  private StagesNotice() {}

  /// @param apiPort of the Step Functions API
  public static List<String> lines(StagesParts stages, int apiPort) {
    var endpoints = new TreeMap<>(stages.endpoints());
    endpoints.put("sfn", URI.create("http://127.0.0.1:" + apiPort));
    var lines = new ArrayList<String>();
    lines.add("For the AWS CLI and SDKs in another shell (any keys are taken on this machine):");
    lines.add("  export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local");
    endpoints.forEach((service, uri) -> lines.add("  export " + variable(service) + "=" + uri));
    for (var chain : stages.options().chains()) {
      lines.addAll(of(chain, stages.endpoints().get("sqs")));
    }
    return lines;
  }

  /// AWS SDKs reference guide, "Service-specific endpoints".
  private static String variable(String service) {
    return "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT);
  }

  private static List<String> of(Chain chain, URI sqs) {
    return List.of(
        "Chain %s, %s, %d stages:".formatted(chain.name(), chain.type(), chain.stages().size()),
        "  aws sns publish --topic-arn %s --message '%s'"
            .formatted(
                "arn:aws:sns:%s:%s:%s"
                    .formatted(Arns.LOCAL.region(), Arns.LOCAL.account(), StageQueues.name(chain)),
                "{\"campaign\":\"spring\",\"seed\":1,\"candidates\":20,\"products\":8}"),
        "  aws s3 ls --recursive s3://%s/executions/".formatted(chain.bucket()),
        counted(sqs, StageQueues.name(chain)),
        counted(sqs, StageQueues.deadLetterName(chain)));
  }

  /// Version 1 of the AWS CLI overlooks the variable for SQS.
  private static String counted(URI sqs, String queue) {
    return "  aws --endpoint-url %s sqs get-queue-attributes --attribute-names All --queue-url %s/%s/%s"
        .formatted(sqs, sqs, Arns.LOCAL.account(), queue);
  }
}
