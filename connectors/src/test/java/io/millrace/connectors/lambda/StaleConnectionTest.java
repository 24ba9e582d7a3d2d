package io.millrace.connectors.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.aws.AwsEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// A stand-in for Lambda is restarted between two calls: the kept connection answers nothing.
class StaleConnectionTest {
  @Test
  void aCallOverAConnectionThatTheOtherSideClosedIsMadeAgain() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread standIn = Thread.ofVirtual().start(() -> serve(server));
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
      try (SdkFunctionInvoker invoker = SdkFunctionInvoker.at(new AwsEndpoint("us-east-1", uri))) {
        assertThat(invoker.invoke(call("1")).payload()).isEqualTo("\"first\"");
        assertThat(invoker.invoke(call("2")).payload()).isEqualTo("\"second\"");
      }
      standIn.join();
    }
  }

  private static FunctionCall call(String key) {
    return new FunctionCall("f", null, "{}", FunctionCall.Type.REQUEST_RESPONSE, null, false, key);
  }

  /// Answers once, hangs up over the second request, and answers the third.
  private static void serve(ServerSocket server) {
    try {
      try (Socket first = server.accept()) {
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(first.getInputStream(), UTF_8));
        readRequest(requests);
        answer(first, "\"first\"");
        requests.read();
      }
      try (Socket second = server.accept()) {
        readRequest(new BufferedReader(new InputStreamReader(second.getInputStream(), UTF_8)));
        answer(second, "\"second\"");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readRequest(BufferedReader request) throws IOException {
    int length = 0;
    for (String line = request.readLine();
        line != null && !line.isEmpty();
        line = request.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    for (int i = 0; i < length; i++) {
      request.read();
    }
  }

  private static void answer(Socket socket, String body) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(UTF_8));
    socket.getOutputStream().flush();
  }
}
