package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.webserver.WebServer;
import io.millrace.api.protocol.AwsJsonHandler;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void ourOwnFaultIsAnInternalFailureThatTellsNothingOfTheInside() throws Exception {
    HttpResponse<String> answer = answerTo(new IllegalStateException("revision 7 is gone"));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .startsWith("{\"__type\":\"com.amazon.coral.service#InternalFailure\"")
        .doesNotContain("IllegalState", "revision");
  }

  @Test
  void whatMayBeRepeatedIsUnavailable() throws Exception {
    for (RuntimeException failure :
        new RuntimeException[] {
          new JournalUnavailableException("connection refused", new RuntimeException()),
          new RefusedException(new Refusal.Unavailable("the server is stopping"))
        }) {
      HttpResponse<String> answer = answerTo(failure);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .startsWith("{\"__type\":\"com.amazon.coral.service#ServiceUnavailableException\"")
          .contains(failure.getMessage());
    }
  }

  @Test
  void whatWasWrittenBeforeAFailureIsThrownAway() throws Exception {
    assertThat(answerTo(new IllegalStateException("late")).body()).doesNotContain("half");
  }

  private static HttpResponse<String> answerTo(RuntimeException failure) throws Exception {
    Operation failing =
        new Operation() {
          @Override
          public String name() {
            return "Fail";
          }

          @Override
          public void answer(Request request, JsonGenerator answer) throws IOException {
            answer.writeStringField("half", "an answer");
            throw failure;
          }
        };
    WebServer server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .routing(r -> r.post("/", new AwsJsonHandler(Map.of("Test.Fail", failing), 1_000)))
            .build()
            .start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
              .header("X-Amz-Target", "Test.Fail")
              .POST(BodyPublishers.ofString("{}"))
              .build(),
          BodyHandlers.ofString());
    } finally {
      server.stop();
    }
  }
}
