package io.millrace.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Json;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandTest {
  private static final String DEFINITION =
      """
      QueryLanguage: JSONata
      StartAt: Greet
      States:
        Greet:
          Type: Task
          Resource: arn:aws:states:::lambda:invoke
          Arguments:
            FunctionName: greet
            Payload: '{% {"name": $states.input.name} %}'
          Retry:
            - ErrorEquals: [Lambda.TooManyRequestsException]
              IntervalSeconds: 60
              MaxAttempts: 3
          Assign:
            greeting: '{% $states.result.Payload.text %}'
          Next: Ask
        Ask:
          Type: Task
          Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
          Arguments:
            QueueUrl: https://sqs.us-east-1.amazonaws.com/000000000000/q
            MessageBody: '{% $states.context.Task.Token %}'
          TimeoutSeconds: 3600
          Next: AYear
        AYear:
          Type: Wait
          Seconds: 31536000
          Next: Done
        Done:
          Type: Pass
          Output: '{% $greeting & "!" %}'
          End: true
      """;

  private static final String MOCKS =
      """
      {
        "StateMachines": {
          "hello": {
            "TestCases": {
              "Retried": {"Greet": "GreetRetried", "Ask": "Approved"},
              "Refused": {"Greet": "Broken"},
              "TooShort": {"Greet": "OnlyOne"}
            }
          }
        },
        "MockedResponses": {
          "GreetRetried": {
            "0-1": {"Throw": {"Error": "Lambda.TooManyRequestsException", "Cause": "slow down"}},
            "2": {"Return": {"StatusCode": 200, "Payload": {"text": "Hello, Ada"}}}
          },
          "Approved": {"0": {"Return": {"ok": true}}},
          "Broken": {"0": {"Throw": {"Error": "Custom.Broken", "Cause": "no greeting"}}},
          "OnlyOne": {"0": {"Throw": {"Error": "Lambda.TooManyRequestsException"}}}
        }
      }
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String definition = "";
  private String mocks = "";

  @BeforeEach
  void writeFiles() throws IOException {
    definition = Files.writeString(folder.resolve("hello.asl.yaml"), DEFINITION).toString();
    mocks = Files.writeString(folder.resolve("mocks.json"), MOCKS).toString();
  }

  @Test
  void aRunWithMocksIsShownAsATreeAndWaitsAreSkipped() {
    int code =
        mill(
            definition,
            "--input",
            "{\"name\":\"Ada\"}",
            "--mock",
            mocks,
            "--case",
            "Retried",
            "--skip-waits");

    assertThat(out.toString())
        .contains("✓ Greet Task")
        .contains("calls lambda:invoke {\"FunctionName\":\"greet\",\"Payload\":{\"name\":\"Ada\"}}")
        .containsPattern("attempt 1 failed.* Lambda.TooManyRequestsException: slow down")
        .contains("attempt 3, 2 min later, result")
        .contains("$greeting \"Hello, Ada\"")
        .contains("✓ AYear Wait, 365 d")
        .contains("SUCCEEDED in 365 d")
        .contains("output \"Hello, Ada!\"");
    assertThat(code).isEqualTo(ExitCode.OK);
  }

  @Test
  void aFailureIsTheExitCodeAndSaysWhy() {
    assertThat(
            mill(definition, "--mock", mocks, "--case", "hello#Refused", "--input", "{\"name\":1}"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("FAILED in").contains("Custom.Broken: no greeting");
  }

  @Test
  void anAttemptThatTheMockFileDoesNotKnowFails() {
    assertThat(
            mill(
                definition,
                "--mock",
                mocks,
                "--case",
                "TooShort",
                "--skip-waits",
                "--input",
                "{\"name\":1}"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("'OnlyOne' has nothing for attempt 1 of the state 'Greet'");
  }

  @Test
  void aRunCanStartInTheMiddleWithVariables() {
    assertThat(
            mill(
                definition,
                "--from",
                "AYear",
                "--variables",
                "{\"greeting\":\"Hi\"}",
                "--skip-waits"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("output \"Hi!\"").doesNotContain("Greet Task");
  }

  @Test
  void theHistoryIsTheApis() throws IOException {
    assertThat(
            mill(
                definition,
                "--from",
                "Done",
                "--variables",
                "{\"greeting\":\"Hi\"}",
                "--history",
                "json"))
        .isEqualTo(ExitCode.OK);

    var events = Json.parse(out.toString()).get("events");
    assertThat(events.get(0).get("type").asText()).isEqualTo("ExecutionStarted");
    assertThat(events.get(0).get("id").asInt()).isEqualTo(1);
    assertThat(events.findValuesAsText("type")).endsWith("PassStateExited", "ExecutionSucceeded");
  }

  @Test
  void aLongRunIsStoppedByItsTimeLimit() {
    assertThat(mill(definition, "--from", "AYear", "--timeout", "1s"))
        .isEqualTo(RunCommand.TIMED_OUT);
    assertThat(out.toString()).contains("● AYear Wait").contains("Millrace.RunTimeout");
  }

  @Test
  void aMistakeInTheDefinitionIsShownWhereItStands() throws IOException {
    String wrong =
        Files.writeString(
                folder.resolve("wrong.yaml"),
                "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n")
            .toString();

    assertThat(mill(wrong)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("wrong.yaml:5:5: error:");
  }

  @Test
  void whatMakesNoSenseIsSaid() throws IOException {
    assertThat(mill(definition, "--input", "{oops")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--input is not JSON");
    assertThat(mill(definition, "--from", "Nowhere")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("There is no state 'Nowhere'. There are: Greet, Ask");
    assertThat(mill(definition, "--mock", mocks)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("hello#Retried, hello#Refused");
    assertThat(mill(definition, "--data", folder.toString(), "--memory")).isEqualTo(ExitCode.USAGE);
    String broken =
        Files.writeString(folder.resolve("broken.json"), MOCKS.replace("\"0-1\"", "\"0-2\""))
            .toString();
    assertThat(mill(definition, "--mock", broken)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("/MockedResponses/GreetRetried/2: this range");
  }

  @Test
  void aMockForAStateThatDoesNotExistIsRefusedBeforeAnyTaskRuns() throws IOException {
    String typo =
        Files.writeString(
                folder.resolve("typo.json"),
                MOCKS.replace("\"Refused\": {\"Greet\"", "\"Refused\": {\"Gret\""))
            .toString();

    assertThat(mill(definition, "--mock", typo, "--case", "Refused")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("There is no state 'Gret'. There are: Greet, Ask");

    String noObject =
        Files.writeString(
                folder.resolve("list.json"),
                MOCKS.replace("\"Refused\": {\"Greet\": \"Broken\"}", "\"Refused\": [\"Greet\"]"))
            .toString();
    assertThat(mill(definition, "--mock", noObject, "--case", "Refused")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("/StateMachines/hello/TestCases/Refused must be an object");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsNamedInPlainWords() {
    String absent = folder.resolve("nofile").toString();

    assertThat(mill(absent)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(mill(definition, "--input", "@" + absent)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(mill(definition, "--mock", absent)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString().lines())
        .containsExactly(
            "mill: there is no file " + absent,
            "mill: --input: there is no file " + absent,
            "mill: --mock: there is no file " + absent);
  }

  private int mill(String... arguments) {
    return new CommandLine(new RunCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
