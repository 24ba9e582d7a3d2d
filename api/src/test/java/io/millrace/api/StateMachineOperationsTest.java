package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidLoggingConfigurationException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.LogLevel;
import software.amazon.awssdk.services.sfn.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/// The state machines of the API, as AWS's own SDK sees them.
class StateMachineOperationsTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:";
  private static final String PASS =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String SUCCEED =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";

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
  void aCreatedMachineIsDescribedWithAwssDefaults() {
    assertThat(create("one", PASS)).isEqualTo(ARN + "one");

    DescribeStateMachineResponse machine =
        sfn.describeStateMachine(r -> r.stateMachineArn(ARN + "one"));
    assertThat(machine.name()).isEqualTo("one");
    assertThat(machine.definition()).isEqualTo(PASS);
    assertThat(machine.roleArn()).isEqualTo(ROLE);
    assertThat(machine.status()).isEqualTo(StateMachineStatus.ACTIVE);
    assertThat(machine.type()).isEqualTo(StateMachineType.STANDARD);
    assertThat(machine.creationDate()).isEqualTo(TestServer.NOW);
    assertThat(machine.revisionId()).isNull();
    assertThat(machine.loggingConfiguration().level()).isEqualTo(LogLevel.OFF);
    assertThat(machine.loggingConfiguration().includeExecutionData()).isFalse();
    assertThat(machine.tracingConfiguration().enabled()).isFalse();
    assertThat(machine.encryptionConfiguration().typeAsString()).isEqualTo("AWS_OWNED_KEY");
  }

  @Test
  void creatingTheSameAgainAnswersTheSameAndAnotherIsRefused() {
    create("one", PASS);

    assertThat(create("one", PASS)).isEqualTo(ARN + "one");
    assertThatThrownBy(() -> create("one", SUCCEED))
        .isInstanceOfSatisfying(
            StateMachineAlreadyExistsException.class,
            e ->
                assertThat(message(e)).isEqualTo("State Machine Already Exists: '" + ARN + "one'"));
  }

  @Test
  void anUpdateMakesARevisionUnlessNothingChanges() {
    create("one", PASS);

    String first = update("one", SUCCEED);
    assertThat(update("one", SUCCEED)).isEqualTo(first);
    assertThat(update("one", PASS)).isNotEqualTo(first);
    assertThat(sfn.describeStateMachine(r -> r.stateMachineArn(ARN + "one")).definition())
        .isEqualTo(PASS);
    assertThatThrownBy(() -> sfn.updateStateMachine(r -> r.stateMachineArn(ARN + "one")))
        .isInstanceOf(MissingRequiredParameterException.class);
    assertThatThrownBy(() -> update("none", PASS))
        .isInstanceOf(StateMachineDoesNotExistException.class);
  }

  @Test
  void metadataAloneHasNoDefinition() {
    create("one", PASS);

    assertThat(
            sfn.describeStateMachine(
                    r -> r.stateMachineArn(ARN + "one").includedData("METADATA_ONLY"))
                .definition())
        .isNull();
  }

  @Test
  void deletingIsForeverAndMayBeRepeated() {
    create("one", PASS);

    sfn.deleteStateMachine(r -> r.stateMachineArn(ARN + "one"));
    sfn.deleteStateMachine(r -> r.stateMachineArn(ARN + "one"));

    assertThatThrownBy(() -> sfn.describeStateMachine(r -> r.stateMachineArn(ARN + "one")))
        .isInstanceOfSatisfying(
            StateMachineDoesNotExistException.class,
            e ->
                assertThat(message(e)).isEqualTo("State Machine Does Not Exist: '" + ARN + "one'"));
  }

  @Test
  void machinesAreListedByNamePageByPage() {
    for (String name : List.of("c", "a", "e", "b", "d")) {
      create(name, PASS);
    }

    List<String> names = new ArrayList<>();
    List<Integer> pages = new ArrayList<>();
    sfn.listStateMachinesPaginator(r -> r.maxResults(2))
        .forEach(
            page -> {
              pages.add(page.stateMachines().size());
              page.stateMachines().forEach(m -> names.add(m.name()));
            });

    assertThat(names).containsExactly("a", "b", "c", "d", "e");
    assertThat(pages).containsExactly(2, 2, 1);
  }

  @Test
  void aTokenThatWasNotGivenOutIsRefused() {
    assertThatThrownBy(() -> sfn.listStateMachines(r -> r.nextToken("made-up")))
        .isInstanceOfSatisfying(
            InvalidTokenException.class,
            e -> assertThat(message(e)).isEqualTo("Invalid Token: 'Invalid token'"));
  }

  @Test
  void wrongRequestsAreRefusedInAwssWords() {
    assertThatThrownBy(() -> create("no spaces", PASS))
        .isInstanceOfSatisfying(
            InvalidNameException.class,
            e -> assertThat(message(e)).isEqualTo("Invalid Name: 'no spaces'"));
    assertThatThrownBy(() -> create("one", "{\"StartAt\":\"A\"}"))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(message(e))
                    .startsWith("Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: "));
    assertThatThrownBy(() -> sfn.describeStateMachine(r -> r.stateMachineArn("not_a_valid_arn")))
        .isInstanceOfSatisfying(
            InvalidArnException.class,
            e ->
                assertThat(message(e))
                    .isEqualTo("Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'"));
    assertThatThrownBy(
            () ->
                sfn.createStateMachine(
                    r ->
                        r.name("one")
                            .definition(PASS)
                            .roleArn(ROLE)
                            .loggingConfiguration(c -> c.level(LogLevel.ERROR))))
        .isInstanceOf(InvalidLoggingConfigurationException.class);
    assertThatThrownBy(
            () ->
                sfn.createStateMachine(
                    r -> r.name("one").definition(PASS).roleArn(ROLE + "\u0000")))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(
            () ->
                sfn.createStateMachine(
                    r ->
                        r.name("one")
                            .definition(PASS)
                            .roleArn(ROLE)
                            .tags(Tag.builder().key("k").value("v\u0000").build())))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void aDescriptionOfNoVersionIsRefused() {
    assertThatThrownBy(
            () ->
                sfn.createStateMachine(
                    r -> r.name("one").definition(PASS).roleArn(ROLE).versionDescription("d")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Version description can only be set when publish is true");
    assertThat(sfn.listStateMachines().stateMachines()).isEmpty();
  }

  private String create(String name, String definition) {
    return sfn.createStateMachine(r -> r.name(name).definition(definition).roleArn(ROLE))
        .stateMachineArn();
  }

  private String update(String name, String definition) {
    return sfn.updateStateMachine(r -> r.stateMachineArn(ARN + name).definition(definition))
        .revisionId();
  }

  private static String message(SfnException e) {
    return e.awsErrorDetails().errorMessage();
  }
}
