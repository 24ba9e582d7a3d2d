package io.millrace.local.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.sqs.SqsEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:8083",
        "localhost:1",
        "LocalHost",
        "[::1]:80",
        "bucket.localhost:9000",
        "my.bucket.localhost"
      })
  void namesOfThisMachineAreAllowed(String host) {
    assertThat(HostRule.allows(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8083",
        "127.0.0.1.evil.example",
        "evillocalhost",
        "localhost.evil.example",
        "192.168.0.1",
        "127.0.0.1:80@evil.example",
        ""
      })
  void othersAreNot(String host) {
    assertThat(HostRule.allows(host)).isFalse();
  }

  @Test
  void aPageThatGaveItsNameThisAddressGetsNothing() throws Exception {
    try (var endpoint = SqsEndpoint.start(folder, 0)) {
      assertThat(statusLine(endpoint.port(), "evil.example")).contains("403");
      assertThat(statusLine(endpoint.port(), "localhost")).contains("400");
    }
  }

  /// Of a GET, which java.net.http would not send with another host.
  private static String statusLine(int port, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }
}
