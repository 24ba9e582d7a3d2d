package io.millrace.cli.wiring;

import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.postgres.journal.PostgresJournal;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.event.EventDelivery;
import io.millrace.triggers.event.EventTargets;
import io.millrace.triggers.event.Rules;
import io.millrace.triggers.pipe.PipeClients;
import java.util.Map;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/// Who is told of executions, put together.
final class EventRules {
  /// Events are delivered sixteen at a time.
  private static final int CONNECTIONS = 16;

  private EventRules() {}

  /// Has the journal note what the rules want to hear of; called before the engine starts.
  ///
  /// @param parts closes the clients made here
  /// @param functions that rules may name
  /// @param clients say where topics and queues are
  /// @param absent queues that cannot be reached from this process, with the reason
  static EventDelivery prepare(
      Closing parts,
      Rules rules,
      PostgresJournal journal,
      FunctionInvoker functions,
      AwsClients clients,
      Map<String, String> environment,
      Map<String, String> absent) {
    var targets =
        EventTargets.of(
                functions,
                parts.add(topics(clients)),
                parts.add(PipeClients.sqs(clients.endpoint("sqs"), CONNECTIONS)),
                "allow".equals(environment.get("MILLRACE_HTTP_PRIVATE")))
            .without(absent);
    return EventDelivery.prepare(rules, journal.statusChanges(), journal, targets, Pacing.system());
  }

  private static SnsClient topics(AwsClients clients) {
    var at = clients.endpoint("sns");
    var builder =
        SnsClient.builder()
            .region(Region.of(at.region()))
            .credentialsProvider(at.credentials())
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS));
    return (at.override() == null ? builder : builder.endpointOverride(at.override())).build();
  }
}
