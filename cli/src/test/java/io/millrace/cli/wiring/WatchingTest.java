package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.local.sns.SnsEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where alarms are told.
class WatchingTest {
  @Test
  void aTopicOfThisMachineCanBeToldWithTheClassPathOfTheCommand(@TempDir Path folder) {
    try (var sns = SnsEndpoint.start(folder, 0, URI.create("http://127.0.0.1:1"))) {
      var at =
          AwsEndpoint.fromEnvironment(
              "sns", "us-east-1", Map.of("AWS_ENDPOINT_URL_SNS", sns.uri().toString()));
      try (var client = Watching.client(at)) {
        String topic = client.createTopic(create -> create.name("alarms")).topicArn();

        assertThat(client.publish(publish -> publish.topicArn(topic).message("{}")).messageId())
            .isNotEmpty();
      }
    }
  }
}
