package io.millrace.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.cli.ExitCode;
import io.millrace.cli.StopSignal;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs whose functions answer over HTTP, as those of a Lambda stand-in do.
class OneRunTest {
  private final List<String> told = new ArrayList<>();
  private HttpServer lambda = stopped();

  private static HttpServer stopped() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void answerEverything() {
    lambda.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"called\":true}".getBytes(UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    lambda.start();
  }

  @AfterEach
  void stopLambda() {
    lambda.stop(0);
  }

  @Test
  void functionsThatAreNotMockedAreCalledWhereTheEnvironmentSays() throws InterruptedException {
    List<HistoryEvent> history = run("arn:aws:states:::lambda:invoke", ExitCode.OK);

    assertThat(history.getLast().details().toString()).contains("\"called\":true");
  }

  @Test
  void aTokenThatNobodyCanReportOnEndsTheRunWithAHint() throws InterruptedException {
    List<HistoryEvent> history =
        run("arn:aws:states:::lambda:invoke.waitForTaskToken", RunCommand.STOPPED);

    assertThat(history.getLast().type()).isEqualTo(EventType.TaskSubmitted);
    assertThat(told).singleElement().asString().contains("--port");
  }

  @Test
  void aNameThatWasUsedBeforeShowsThatExecution() throws InterruptedException {
    String definition =
        "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}";
    try (var engine =
            new MemoryEngine(
                Map.of(), false, null, Map.of(), reason -> told.add(reason.toString()));
        StopSignal stop = StopSignal.listen(ExitCode.INTERRUPTED)) {
      stop.started();
      var first = new OneRun(engine, "m", definition, "{\"n\": 1}", "same");
      assertThat(first.follow(null, stop, told::add)).isEqualTo(ExitCode.OK);

      var second = new OneRun(engine, "m", definition, "{\"n\": 2}", "same");

      assertThat(second.follow(null, stop, told::add)).isEqualTo(ExitCode.OK);
      assertThat(second.history()).isEqualTo(first.history());
      assertThat(told).singleElement().asString().contains("Another --name");
    }
  }

  private List<HistoryEvent> run(String resource, int expectedCode) throws InterruptedException {
    String definition =
        """
        {"StartAt": "T", "States": {"T": {"Type": "Task", "End": true, "Resource": "%s",
          "Parameters": {"FunctionName": "f", "Payload": {"id.$": "$$.Execution.Id"%s}}}}}
        """
            .formatted(resource, resource.endsWith("Token") ? ", \"t.$\": \"$$.Task.Token\"" : "");
    Map<String, String> environment =
        Map.of("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:" + lambda.getAddress().getPort());
    try (var engine =
            new MemoryEngine(
                Map.of(), false, null, environment, reason -> told.add(reason.toString()));
        StopSignal stop = StopSignal.listen(ExitCode.INTERRUPTED)) {
      stop.started();
      var run = new OneRun(engine, OneRun.machineName(Path.of("t.json")), definition, "{}", null);
      assertThat(run.follow(Duration.ofSeconds(30), stop, told::add)).isEqualTo(expectedCode);
      return run.history();
    }
  }
}
