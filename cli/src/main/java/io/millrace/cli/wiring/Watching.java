package io.millrace.cli.wiring;

import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.runtime.Arns;
import io.millrace.runtime.Millrace;
import io.millrace.triggers.pipe.PipeClients;
import io.millrace.watch.Monitor;
import io.millrace.watch.alarm.AlarmChange;
import io.millrace.watch.alarm.delivery.Delivery;
import io.millrace.watch.alarm.delivery.SnsTarget;
import io.millrace.watch.alarm.delivery.WebhookTarget;
import io.millrace.watch.metrics.SqsQueues;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/// Who watches an [Installation], and what is told to whom.
final class Watching {
  private Watching() {}

  /// A monitor whose alarms are told by webhook, and by SNS wherever that is.
  ///
  /// @param sns asked when the first alarm is told
  static Monitor start(
      WatchOptions options, Arns arns, Map<String, String> environment, Supplier<AwsEndpoint> sns) {
    var place = new AlarmChange.Place(arns.partition(), arns.region(), arns.account());
    var delivery =
        new Delivery(
            List.of(
                new SnsTarget(() -> client(sns.get()), place),
                new WebhookTarget(place, "allow".equals(environment.get("MILLRACE_HTTP_PRIVATE")))),
            Thread::sleep);
    return new Monitor(InstantSource.system(), options.alarms(), delivery);
  }

  /// Names its HTTP client: the SDK refuses to choose between two on the class path.
  static SnsClient client(AwsEndpoint at) {
    var builder =
        SnsClient.builder()
            .region(Region.of(at.region()))
            .credentialsProvider(at.credentials())
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    URI override = at.override();
    return (override == null ? builder : builder.endpointOverride(override)).build();
  }

  /// Serves what the monitor has counted, and has it look at what else runs here.
  ///
  /// @param sqs where the queues are that were named
  /// @return to be closed before the stages
  static AutoCloseable serve(
      Monitor monitor,
      WatchOptions options,
      Millrace engine,
      @Nullable StagesParts stages,
      AwsEndpoint sqs) {
    var closing = new Closing();
    if (stages != null) {
      stages.objects().tell(monitor.objects()::request);
      monitor.watchQueues(stages::queueStates);
    }
    if (!options.queueUrls().isEmpty()) {
      var client = closing.add(PipeClients.sqs(sqs, 1));
      monitor.watchQueues(new SqsQueues(client, options.queueUrls()));
    }
    monitor.serve(options.metricsPort(), engine::statistics, engine.executions()::halted);
    return closing;
  }
}
