package io.millrace.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsEndpointTest {
  @Test
  void theServicesOwnVariableComesBeforeTheGeneralOne() {
    var both =
        Map.of(
            "AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:9001",
            "AWS_ENDPOINT_URL", "http://127.0.0.1:9002");
    var general = Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:9002");

    assertThat(AwsEndpoint.fromEnvironment("lambda", "us-east-1", both).override())
        .isEqualTo(URI.create("http://127.0.0.1:9001"));
    assertThat(AwsEndpoint.fromEnvironment("lambda", "us-east-1", general).override())
        .isEqualTo(URI.create("http://127.0.0.1:9002"));
    assertThat(AwsEndpoint.fromEnvironment("lambda", "us-east-1", Map.of()).override()).isNull();
  }

  @Test
  void onlyThisMachineIsCalledWithMadeUpCredentials() {
    assertThat(at("http://127.0.0.1:9001").isOnThisMachine()).isTrue();
    assertThat(at("http://localhost:9001").isOnThisMachine()).isTrue();
    assertThat(at("http://[::1]:9001").isOnThisMachine()).isTrue();
    assertThat(at("http://192.0.2.1:9001").isOnThisMachine()).isFalse();
    assertThat(new AwsEndpoint("us-east-1", null).isOnThisMachine()).isFalse();
  }

  private static AwsEndpoint at(String url) {
    return new AwsEndpoint("us-east-1", URI.create(url));
  }
}
