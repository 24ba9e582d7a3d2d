package io.millrace.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryEventWriterTest {
  private static final Payload DATA = Payload.ofText("{\"a\": 1}");

  @Test
  void anExecutionsStartHasInputAndRole() throws IOException {
    assertWritten(
        EventType.ExecutionStarted,
        new EventDetails.ExecutionStart(DATA, "arn:aws:iam::000000000000:role/r"),
        """
        "executionStartedEventDetails":{"input":"{\\"a\\": 1}","inputDetails":{"truncated":false},
        "roleArn":"arn:aws:iam::000000000000:role/r"}\
        """);
  }

  @Test
  void allStatesShareTheFieldsOfEnteringAndExiting() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("x", "\"text\"");
    variables.put("n", "42");

    assertWritten(
        EventType.MapStateEntered,
        new EventDetails.StateEntered("Speak", DATA),
        """
        "stateEnteredEventDetails":{"name":"Speak","input":"{\\"a\\": 1}",
        "inputDetails":{"truncated":false}}\
        """);
    assertWritten(
        EventType.PassStateExited,
        new EventDetails.StateExited("Speak", DATA, variables),
        """
        "stateExitedEventDetails":{"name":"Speak","output":"{\\"a\\": 1}",
        "outputDetails":{"truncated":false},
        "assignedVariables":{"x":"\\"text\\"","n":"42"},
        "assignedVariablesDetails":{"truncated":false}}\
        """);
  }

  @Test
  void aScheduledTaskShowsItsLimitsWhenItHasThem() throws IOException {
    assertWritten(
        EventType.TaskScheduled,
        new EventDetails.TaskScheduled("lambda", "invoke", "us-east-1", DATA, 5L, 2L, "arn:role"),
        """
        "taskScheduledEventDetails":{"resourceType":"lambda","resource":"invoke",
        "region":"us-east-1","parameters":"{\\"a\\": 1}","timeoutInSeconds":5,
        "heartbeatInSeconds":2,"taskCredentials":{"roleArn":"arn:role"}}\
        """);
    assertWritten(
        EventType.LambdaFunctionScheduled,
        new EventDetails.LambdaScheduled("arn:f", DATA, null, null),
        """
        "lambdaFunctionScheduledEventDetails":{"resource":"arn:f","input":"{\\"a\\": 1}",
        "inputDetails":{"truncated":false}}\
        """);
    assertWritten(
        EventType.ActivityScheduled,
        new EventDetails.ActivityScheduled("arn:a", DATA, null, 9L),
        """
        "activityScheduledEventDetails":{"resource":"arn:a","input":"{\\"a\\": 1}",
        "inputDetails":{"truncated":false},"heartbeatInSeconds":9}\
        """);
  }

  @Test
  void outcomesOfTasksNameTheirResource() throws IOException {
    assertWritten(
        EventType.TaskStarted,
        new EventDetails.TaskStarted("lambda", "invoke"),
        """
        "taskStartedEventDetails":{"resourceType":"lambda","resource":"invoke"}\
        """);
    assertWritten(
        EventType.TaskSubmitted,
        new EventDetails.TaskOutput("sqs", "sendMessage.waitForTaskToken", DATA),
        """
        "taskSubmittedEventDetails":{"resourceType":"sqs",
        "resource":"sendMessage.waitForTaskToken","output":"{\\"a\\": 1}",
        "outputDetails":{"truncated":false}}\
        """);
    assertWritten(
        EventType.TaskTimedOut,
        new EventDetails.TaskFailure("lambda", "invoke", "States.Timeout", null),
        """
        "taskTimedOutEventDetails":{"resourceType":"lambda","resource":"invoke",
        "error":"States.Timeout"}\
        """);
    assertWritten(
        EventType.LambdaFunctionSucceeded,
        new EventDetails.Output(DATA),
        """
        "lambdaFunctionSucceededEventDetails":{"output":"{\\"a\\": 1}",
        "outputDetails":{"truncated":false}}\
        """);
  }

  @Test
  void anEndWithoutErrorHasEmptyDetailsAndAMarkerHasNone() throws IOException {
    assertWritten(
        EventType.ExecutionAborted,
        new EventDetails.Failure(null, null),
        "\"executionAbortedEventDetails\":{}");
    assertThat(written(EventType.ParallelStateStarted, EventDetails.None.INSTANCE, true))
        .isEqualTo(
            "{\"timestamp\":1.500,\"type\":\"ParallelStateStarted\",\"id\":7,"
                + "\"previousEventId\":5}");
  }

  @Test
  void mapsAndEvaluationsHaveTheirOwnDetails() throws IOException {
    assertWritten(
        EventType.MapStateStarted,
        new EventDetails.MapStarted(3),
        "\"mapStateStartedEventDetails\":{\"length\":3}");
    assertWritten(
        EventType.MapIterationFailed,
        new EventDetails.Iteration("Speak", 2),
        "\"mapIterationFailedEventDetails\":{\"name\":\"Speak\",\"index\":2}");
    assertWritten(
        EventType.EvaluationFailed,
        new EventDetails.EvaluationFailed(
            "States.QueryEvaluationError", "because", "Output/result", "Sum"),
        """
        "evaluationFailedEventDetails":{"error":"States.QueryEvaluationError","cause":"because",
        "location":"Output/result","state":"Sum"}\
        """);
    assertWritten(
        EventType.ActivityStarted,
        new EventDetails.ActivityStarted("worker-1"),
        "\"activityStartedEventDetails\":{\"workerName\":\"worker-1\"}");
  }

  @Test
  void withoutExecutionDataInputsOutputsAndVariablesAreLeftOut() throws IOException {
    assertThat(
            written(
                EventType.PassStateExited,
                new EventDetails.StateExited("Speak", DATA, Map.of("x", "1")),
                false))
        .endsWith("\"stateExitedEventDetails\":{\"name\":\"Speak\"}}");
    assertThat(
            written(
                EventType.ExecutionStarted, new EventDetails.ExecutionStart(DATA, "role"), false))
        .endsWith("\"executionStartedEventDetails\":{\"roleArn\":\"role\"}}");
  }

  private static void assertWritten(EventType type, EventDetails details, String expected)
      throws IOException {
    String json = written(type, details, true);

    assertThat(Json.parse(json))
        .isEqualTo(
            Json.parse(
                "{\"timestamp\":1.500,\"type\":\""
                    + type
                    + "\",\"id\":7,\"previousEventId\":5,"
                    + expected
                    + "}"));
  }

  private static String written(EventType type, EventDetails details, boolean withData)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new HistoryEventWriter(json, withData).write(new HistoryEvent(7, 5, 1_500, type, details));
    }
    return text.toString();
  }
}
