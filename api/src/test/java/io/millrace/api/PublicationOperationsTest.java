package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ConflictException;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineAliasResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.RoutingConfigurationListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineAliasListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineTypeNotSupportedException;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.TooManyTagsException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/// Versions, aliases and tags of state machines, as AWS's own SDK sees them.
class PublicationOperationsTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:m";

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
  void aVersionStaysAsItWasPublished() {
    String first = create("one", true);
    server.advance(Duration.ofSeconds(1));
    String second = update("two", true);
    update("three", false);

    assertThat(first).isEqualTo(ARN + ":1");
    assertThat(second).isEqualTo(ARN + ":2");
    DescribeStateMachineResponse described =
        sfn.describeStateMachine(r -> r.stateMachineArn(second));
    assertThat(described.stateMachineArn()).isEqualTo(second);
    assertThat(described.definition()).isEqualTo(pass("two"));
    assertThat(described.revisionId()).isNotNull();
    assertThat(sfn.describeStateMachine(r -> r.stateMachineArn(first)).revisionId()).isNull();
    assertThat(output(first)).isEqualTo("\"one\"");
    assertThat(output(ARN)).isEqualTo("\"three\"");
  }

  @Test
  void aRevisionHasOneVersionAndNumbersAreNotUsedAgain() {
    create("one", false);
    String first =
        sfn.publishStateMachineVersion(r -> r.stateMachineArn(ARN).revisionId("INITIAL"))
            .stateMachineVersionArn();
    assertThat(sfn.publishStateMachineVersion(r -> r.stateMachineArn(ARN)).stateMachineVersionArn())
        .isEqualTo(first);
    assertThatThrownBy(
            () -> sfn.publishStateMachineVersion(r -> r.stateMachineArn(ARN).revisionId("other")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("for revision other. The current State Machine revision is INITIAL.");

    sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(first));
    sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(first));

    assertThat(sfn.publishStateMachineVersion(r -> r.stateMachineArn(ARN)).stateMachineVersionArn())
        .isEqualTo(ARN + ":2");
    assertThatThrownBy(() -> sfn.startExecution(r -> r.stateMachineArn(first)))
        .isInstanceOf(StateMachineDoesNotExistException.class);
  }

  @Test
  void versionsAreListedNewestFirstInPages() {
    create("0", true);
    IntStream.rangeClosed(1, 4).forEach(i -> update("" + i, true));

    var page = sfn.listStateMachineVersions(r -> r.stateMachineArn(ARN).maxResults(3));
    var rest =
        sfn.listStateMachineVersions(r -> r.stateMachineArn(ARN).nextToken(page.nextToken()));

    assertThat(page.stateMachineVersions())
        .extracting(StateMachineVersionListItem::stateMachineVersionArn)
        .containsExactly(ARN + ":5", ARN + ":4", ARN + ":3");
    assertThat(rest.stateMachineVersions())
        .extracting(StateMachineVersionListItem::stateMachineVersionArn)
        .containsExactly(ARN + ":2", ARN + ":1");
    assertThat(rest.nextToken()).isNull();
  }

  @Test
  void anAliasLeadsToItsVersions() {
    String first = create("one", true);
    String second = update("two", true);

    String alias =
        sfn.createStateMachineAlias(r -> r.name("live").routingConfiguration(to(first, 100)))
            .stateMachineAliasArn();
    assertThat(alias).isEqualTo(ARN + ":live");
    assertThat(output(alias)).isEqualTo("\"one\"");

    sfn.updateStateMachineAlias(
        r ->
            r.stateMachineAliasArn(alias)
                .description("both")
                .routingConfiguration(to(first, 0), to(second, 100)));
    assertThat(output(alias)).isEqualTo("\"two\"");
    DescribeStateMachineAliasResponse described =
        sfn.describeStateMachineAlias(r -> r.stateMachineAliasArn(alias));
    assertThat(described.description()).isEqualTo("both");
    assertThat(described.routingConfiguration()).containsExactly(to(first, 0), to(second, 100));
    assertThatThrownBy(() -> sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(first)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("live");

    sfn.deleteStateMachineAlias(r -> r.stateMachineAliasArn(alias));
    sfn.deleteStateMachineAlias(r -> r.stateMachineAliasArn(alias));
    sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(first));
    assertThatThrownBy(() -> sfn.describeStateMachineAlias(r -> r.stateMachineAliasArn(alias)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void anAliasOnHalvesStartsBothVersions() {
    String first = create("one", true);
    String second = update("two", true);
    sfn.createStateMachineAlias(
        r -> r.name("half").routingConfiguration(to(first, 50), to(second, 50)));

    List<String> outputs = new ArrayList<>();
    // Two to the minus eighty is the chance that one of them is never drawn.
    for (int i = 0; i < 80; i++) {
      outputs.add(output(ARN + ":half"));
    }

    assertThat(outputs).contains("\"one\"", "\"two\"");
  }

  @Test
  void routesThatMakeNoSenseAreRefused() {
    String first = create("one", true);

    assertThatThrownBy(
            () -> sfn.createStateMachineAlias(r -> r.name("a").routingConfiguration(to(first, 99))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("must equal 100");
    assertThatThrownBy(
            () ->
                sfn.createStateMachineAlias(
                    r -> r.name("a").routingConfiguration(to(first, 50), to(first, 50))))
        .hasMessageContaining("distinct");
    assertThatThrownBy(
            () ->
                sfn.createStateMachineAlias(
                    r -> r.name("a").routingConfiguration(to(ARN + ":9", 100))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                sfn.createStateMachineAlias(
                    r -> r.name("123").routingConfiguration(to(first, 100))))
        .hasMessageContaining("regular expression pattern");
    sfn.createStateMachineAlias(r -> r.name("a").routingConfiguration(to(first, 100)));
    assertThat(
            sfn.createStateMachineAlias(r -> r.name("a").routingConfiguration(to(first, 100)))
                .stateMachineAliasArn())
        .isEqualTo(ARN + ":a");
    assertThatThrownBy(
            () ->
                sfn.createStateMachineAlias(
                    r -> r.name("a").description("x").routingConfiguration(to(first, 100))))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void aliasesAreListedByNameInPagesAndByVersion() {
    String first = create("one", true);
    String second = update("two", true);
    sfn.createStateMachineAlias(r -> r.name("b").routingConfiguration(to(first, 100)));
    sfn.createStateMachineAlias(r -> r.name("a").routingConfiguration(to(second, 100)));

    var page = sfn.listStateMachineAliases(r -> r.stateMachineArn(ARN).maxResults(1));
    var rest = sfn.listStateMachineAliases(r -> r.stateMachineArn(ARN).nextToken(page.nextToken()));

    assertThat(page.stateMachineAliases())
        .extracting(StateMachineAliasListItem::stateMachineAliasArn)
        .containsExactly(ARN + ":a");
    assertThat(rest.stateMachineAliases())
        .extracting(StateMachineAliasListItem::stateMachineAliasArn)
        .containsExactly(ARN + ":b");
    assertThat(sfn.listStateMachineAliases(r -> r.stateMachineArn(first)).stateMachineAliases())
        .extracting(StateMachineAliasListItem::stateMachineAliasArn)
        .containsExactly(ARN + ":b");
    assertThatThrownBy(
            () -> sfn.listStateMachineAliases(r -> r.stateMachineArn(ARN).nextToken("x")))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void versionsAndAliasesGoWithTheirMachine() {
    String first = create("one", true);
    sfn.createStateMachineAlias(r -> r.name("live").routingConfiguration(to(first, 100)));

    sfn.deleteStateMachine(r -> r.stateMachineArn(ARN));
    String again = create("one", true);

    assertThat(again).isEqualTo(first);
    assertThat(sfn.listStateMachineAliases(r -> r.stateMachineArn(ARN)).stateMachineAliases())
        .isEmpty();
  }

  @Test
  void tagsAreSetRemovedAndListed() {
    create("one", false);

    sfn.tagResource(r -> r.resourceArn(ARN).tags(tag("b", "1"), tag("a", "")));
    sfn.tagResource(r -> r.resourceArn(ARN).tags(tag("b", "2")));
    assertThat(sfn.listTagsForResource(r -> r.resourceArn(ARN)).tags())
        .containsExactly(tag("a", ""), tag("b", "2"));

    sfn.untagResource(r -> r.resourceArn(ARN).tagKeys("a", "none"));
    assertThat(sfn.listTagsForResource(r -> r.resourceArn(ARN)).tags())
        .containsExactly(tag("b", "2"));
    List<Tag> many = IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "v")).toList();
    assertThatThrownBy(() -> sfn.tagResource(r -> r.resourceArn(ARN).tags(many)))
        .isInstanceOf(TooManyTagsException.class);
    assertThatThrownBy(() -> sfn.listTagsForResource(r -> r.resourceArn(ARN + "x")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aStandardMachineIsNotStartedSynchronously() {
    create("one", false);

    assertThatThrownBy(() -> sfn.startSyncExecution(r -> r.stateMachineArn(ARN)))
        .isInstanceOf(StateMachineTypeNotSupportedException.class)
        .hasMessageContaining("This operation is not supported by this type of state machine");
  }

  private static String pass(String result) {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":\""
        + result
        + "\",\"End\":true}}}";
  }

  private String create(String result, boolean publish) {
    return sfn.createStateMachine(
            r -> r.name("m").roleArn(ROLE).definition(pass(result)).publish(publish))
        .stateMachineVersionArn();
  }

  private String update(String result, boolean publish) {
    return sfn.updateStateMachine(
            r -> r.stateMachineArn(ARN).definition(pass(result)).publish(publish))
        .stateMachineVersionArn();
  }

  /// What an execution gives; it ends in the step in which it starts.
  private String output(String stateMachineArn) {
    String execution = sfn.startExecution(r -> r.stateMachineArn(stateMachineArn)).executionArn();
    return sfn.describeExecution(r -> r.executionArn(execution)).output();
  }

  private static RoutingConfigurationListItem to(String version, int weight) {
    return RoutingConfigurationListItem.builder()
        .stateMachineVersionArn(version)
        .weight(weight)
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
