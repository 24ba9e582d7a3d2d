package io.millrace.pipelines.stages.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.asl.Asl;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Lint;
import io.millrace.asl.lint.LintOptions;
import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.PermanentStageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainMachineTest {
  private static JsonNode states(Chain chain) throws Exception {
    return new ObjectMapper().readTree(ChainMachine.definition(chain)).path("States");
  }

  @ParameterizedTest
  @ValueSource(strings = {Chains.TARGETING, Chains.TARGETING_SPARK})
  void awsWouldTakeItAndTheLinterFindsNoError(String name) {
    var chain = Chains.load(name);
    var express = chain.type() == Chain.Type.EXPRESS;
    var definition = ChainMachine.definition(chain);

    assertThat(Asl.validate(definition, express)).isEmpty();
    assertThat(Lint.check(definition, new LintOptions(null, express)))
        .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
        .isEmpty();
  }

  @Test
  void aTaskIsRetriedAsTheDocumentSaysAndNotWhereThatIsUseless() throws Exception {
    var states = states(Chains.load(Chains.TARGETING_SPARK));

    var lambda = states.path("Stage2").path("Retry");
    assertThat(lambda.path(0).path("MaxAttempts").asInt()).isZero();
    assertThat(lambda.path(1).toString())
        .isEqualTo(
            "{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":20,\"MaxAttempts\":2,"
                + "\"BackoffRate\":2.0,\"JitterStrategy\":\"FULL\"}");
    var spark = states.path("Stage4").path("Retry");
    assertThat(spark).hasSize(1);
    assertThat(spark.path(0).path("IntervalSeconds").asInt()).isEqualTo(300);
  }

  @Test
  void everyErrorOfOursThatIsNotRetriedIsAClassAndNoneIsForgotten() throws Exception {
    var ours =
        StageStates.PERMANENT.stream().filter(name -> name.startsWith("io.millrace")).toList();

    assertThat(ours).hasSizeGreaterThan(10);
    for (var name : ours) {
      assertThat(Class.forName(name)).isAssignableTo(PermanentStageException.class);
    }
    assertThat(ours).containsAll(exceptionsOf("output")).containsAll(exceptionsOf("store"));
  }

  /// The permanent exceptions among a package's classes.
  private static List<String> exceptionsOf(String room) throws Exception {
    var folder =
        Path.of(
                PermanentStageException.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI())
            .resolve("io/millrace/pipelines/stages/" + room);
    var names = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var simple = file.getFileName().toString().replace(".class", "");
        var type = Class.forName("io.millrace.pipelines.stages." + room + "." + simple);
        if (PermanentStageException.class.isAssignableFrom(type)) {
          names.add(type.getName());
        }
      }
    }
    return names;
  }

  @Test
  void onlyTheListSaysTheOrder() throws Exception {
    var chain = Chains.load(Chains.TARGETING);
    var reordered = new ArrayList<>(chain.stages());
    Collections.swap(reordered, 5, 6);
    reordered.remove(4);
    var other = new Chain(chain.name(), chain.type(), chain.bucket(), chain.timeout(), reordered);

    var states = states(other);

    assertThat(states.path("Stage4").path("Next").asText()).isEqualTo("Stage7");
    assertThat(payload(states, "Stage7").path("previousStage").asText()).isEqualTo("Stage4");
    assertThat(payload(states, "Stage6").path("previousStage").asText()).isEqualTo("Stage7");
    assertThat(states.path("Stage6").path("Next").asText()).isEqualTo("Stage8");
    assertThat(states.has("Stage5")).isFalse();
    assertThat(Asl.validate(ChainMachine.definition(other), true)).isEmpty();
  }

  private static JsonNode payload(JsonNode states, String stage) {
    return states.path(stage).path("Arguments").path("Payload");
  }

  @Test
  void onlyTheFirstStageGetsTheMessage() throws Exception {
    var states = states(Chains.load(Chains.TARGETING));

    assertThat(payload(states, "Stage1").has("initialData")).isTrue();
    assertThat(payload(states, "Stage1").has("previousStage")).isFalse();
    assertThat(payload(states, "Stage2").has("initialData")).isFalse();
  }

  @Test
  void aSparkJobReadsTheFolderBeforeAndTheStageAfterItReadsIts() throws Exception {
    var states = states(Chains.load(Chains.TARGETING_SPARK));

    var task = states.path("Stage4");
    assertThat(task.path("Resource").asText()).isEqualTo("arn:aws:states:::glue:startJobRun.sync");
    assertThat(task.path("Arguments").path("Timeout").asInt()).isEqualTo(240);
    var arguments = task.path("Arguments").path("Arguments");
    assertThat(arguments.path("--input-key").asText())
        .isEqualTo("{% 'executions/' & $runId & '/Stage3/' %}");
    assertThat(arguments.path("--output-key").asText())
        .isEqualTo("{% 'executions/' & $runId & '/Stage4/' %}");
    assertThat(arguments.path("--execution-id").asText()).isEqualTo("{% $runId %}");
    assertThat(arguments.path("--per-category").asText()).isEqualTo("1200");
    assertThat(payload(states, "Stage5").path("previousStage").asText()).isEqualTo("Stage4");
  }

  @Test
  void aStandardChainCatchesNothingSoThatARedriveGoesOnAtTheStage() throws Exception {
    assertThat(states(Chains.load(Chains.TARGETING_SPARK)).findValues("Catch")).isEmpty();
    assertThat(states(Chains.load(Chains.TARGETING)).findValues("Catch")).hasSize(11);
  }

  @Test
  void everyTaskAndTheMachineHaveATimeout() throws Exception {
    for (var name : List.of(Chains.TARGETING, Chains.TARGETING_SPARK)) {
      var machine = new ObjectMapper().readTree(ChainMachine.definition(Chains.load(name)));
      assertThat(machine.path("TimeoutSeconds").asInt()).isPositive();
      for (var state : machine.path("States")) {
        if (state.path("Type").asText().equals("Task")) {
          assertThat(state.path("TimeoutSeconds").asInt()).isPositive();
        }
      }
    }
  }
}
