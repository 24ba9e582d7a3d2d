package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionDiagnostic;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionResponse;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/// ValidateStateMachineDefinition and what else says something about definitions, as AWS's own SDK
/// sees it.
class ValidationTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String SYNC =
      """
      {"StartAt": "A", "States": {"A": {"Type": "Task", "End": true, "Parameters": {"JobName": "j"},
        "Resource": "arn:aws:states:::glue:startJobRun.sync"}}}
      """;
  private static final String STATIC_RESULT =
      """
      {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"a": "$.b"}, "End": true}}}
      """;

  private TestServer server;
  private SfnClient sfn;

  @BeforeEach
  void start() {
    server = new TestServer();
    sfn = server.client();
  }

  @AfterEach
  void stop() {
    sfn.close();
    server.close();
  }

  @Test
  void findingsAreAnAnswerAndNoError() {
    ValidateStateMachineDefinitionResponse answer =
        sfn.validateStateMachineDefinition(r -> r.definition("{\"StartAt\": \"A\"}"));

    assertThat(answer.resultAsString()).isEqualTo("FAIL");
    assertThat(answer.truncated()).isFalse();
    assertThat(answer.diagnostics())
        .containsExactly(
            ValidateStateMachineDefinitionDiagnostic.builder()
                .severity("ERROR")
                .code("SCHEMA_VALIDATION_FAILED")
                .message("These fields are required: [States]")
                .location("/")
                .build());
  }

  @Test
  void whatExpressExcludesIsFoundForExpressOnly() {
    assertThat(sfn.validateStateMachineDefinition(r -> r.definition(SYNC)).resultAsString())
        .isEqualTo("OK");

    assertThat(
            sfn.validateStateMachineDefinition(r -> r.definition(SYNC).type("EXPRESS"))
                .diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.location()).isEqualTo("/States/A/Resource"));
    assertThatThrownBy(
            () ->
                sfn.createStateMachine(
                    r -> r.name("x").roleArn(ROLE).definition(SYNC).type("EXPRESS")))
        .hasMessageContaining("Express state machine does not support '.sync'");
  }

  @Test
  void warningsAreListedWhenAskedForAndNeverFail() {
    assertThat(sfn.validateStateMachineDefinition(r -> r.definition(STATIC_RESULT)).diagnostics())
        .isEmpty();

    ValidateStateMachineDefinitionResponse answer =
        sfn.validateStateMachineDefinition(r -> r.definition(STATIC_RESULT).severity("WARNING"));

    assertThat(answer.resultAsString()).isEqualTo("OK");
    assertThat(answer.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo("PASS_RESULT_IS_STATIC"))
        .satisfies(d -> assertThat(d.severityAsString()).isEqualTo("WARNING"));
    assertThat(sfn.createStateMachine(r -> r.name("x").roleArn(ROLE).definition(STATIC_RESULT)))
        .isNotNull();
  }

  @Test
  void theListIsCutWhereItIsAskedToBe() {
    String wrong =
        "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"End\": true, "
            + IntStream.range(0, 150)
                .mapToObj(i -> "\"x" + i + "\": 1")
                .collect(Collectors.joining(", "))
            + "}}}";

    var byDefault = sfn.validateStateMachineDefinition(r -> r.definition(wrong));
    assertThat(byDefault.diagnostics()).hasSize(100);
    assertThat(byDefault.truncated()).isTrue();
    var three = sfn.validateStateMachineDefinition(r -> r.definition(wrong).maxResults(3));
    assertThat(three.diagnostics()).hasSize(3);
    assertThat(three.truncated()).isTrue();
    assertThatThrownBy(
            () -> sfn.validateStateMachineDefinition(r -> r.definition(wrong).maxResults(101)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("less than or equal to 100");
  }

  @Test
  void aDescriptionSaysWhichVariablesAStateReads() {
    String arn =
        sfn.createStateMachine(
                r ->
                    r.name("x")
                        .roleArn(ROLE)
                        .definition(
                            """
                            {"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$v",
                              "End": true}}}
                            """))
            .stateMachineArn();

    assertThat(sfn.describeStateMachine(r -> r.stateMachineArn(arn)).variableReferences())
        .containsOnlyKeys("A")
        .satisfies(references -> assertThat(references.get("A")).containsExactly("v"));
    assertThat(
            sfn.describeStateMachine(r -> r.stateMachineArn(arn).includedData("METADATA_ONLY"))
                .hasVariableReferences())
        .isFalse();
  }
}
