package io.millrace.pipelines.stages.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChainReaderTest {
  private static InvalidChainException refused(String yaml) {
    return catchThrowableOfType(InvalidChainException.class, () -> ChainReader.read(yaml));
  }

  @Test
  void everyFieldIsRead() {
    var chain =
        ChainReader.read(
            """
            chain: orders
            type: standard
            bucket: my-bucket
            timeoutSeconds: 7200
            stages:
              - name: First
                title: Reads the order
                handler: com.example.First
                function: orders-reader
                memoryMb: 512
                timeoutSeconds: 120
                expectedSeconds: 1.5
                retry: {intervalSeconds: 5, maxAttempts: 1, backoffRate: 1.5}
                permanent: [com.example.NoSuchCustomer]
                parameters: {cap: 10, rate: 0.25, names: [a, "2"], deep: {yes: true, no: null}}
              - name: Heavy
                type: spark
                job: orders-etl
                arguments: {--partitions: "8"}
            """);

    assertThat(chain.type()).isEqualTo(Chain.Type.STANDARD);
    assertThat(chain.executionTimeout()).isEqualTo(Duration.ofHours(2));
    var first = (LambdaStage) chain.stages().getFirst();
    assertThat(first.function()).isEqualTo("orders-reader");
    assertThat(first.retry()).isEqualTo(new Retry(Duration.ofSeconds(5), 1, 1.5));
    assertThat(first.expected()).isEqualTo(Duration.ofMillis(1500));
    assertThat(first.permanent()).containsExactly("com.example.NoSuchCustomer");
    assertThat(first.parameters().toString())
        .isEqualTo(
            "{\"cap\":10,\"rate\":0.25,\"names\":[\"a\",\"2\"],\"deep\":{\"yes\":true,\"no\":null}}");
    var heavy = (SparkStage) chain.stages().getLast();
    assertThat(heavy.retry()).isEqualTo(Retry.SPARK);
    assertThat(heavy.timeout()).isEqualTo(Duration.ofHours(4));
    assertThat(heavy.arguments()).containsEntry("--partitions", "8");
    assertThat(chain.before(heavy)).isEqualTo("First");
    assertThat(chain.before(first)).isNull();
  }

  @Test
  void allMistakesAreFoundAtOnceEachWithItsLine() {
    var trouble =
        refused(
            """
            chain: my chain
            type: FAST
            stages:
              - name: A
                handler: com.example.A
                timeoutSeconds: 1000
                retires: {}
              - name: A
                handler: "not a class"
                parameters: {x: "{% $states.input %}"}
              - name: RecordFailure
                handler: com.example.C
                retry: {maxAttempts: -1}
            """);

    assertThat(trouble.findings())
        .extracting(InvalidChainException.Finding::toString)
        .anySatisfy(text -> assertThat(text).startsWith("line 1:").contains("'chain'"))
        .anySatisfy(text -> assertThat(text).startsWith("line 2:").contains("EXPRESS or STANDARD"))
        .anySatisfy(text -> assertThat(text).contains("needs 'bucket'"))
        .anySatisfy(text -> assertThat(text).startsWith("line 6:").contains("1 to 900"))
        .anySatisfy(text -> assertThat(text).startsWith("line 7:").contains("'retires'"))
        .anySatisfy(text -> assertThat(text).startsWith("line 8:").contains("another stage A"))
        .anySatisfy(text -> assertThat(text).startsWith("line 9:").contains("'handler'"))
        .anySatisfy(text -> assertThat(text).startsWith("line 10:").contains("expression"))
        .anySatisfy(text -> assertThat(text).startsWith("line 11:").contains("itself uses"))
        .anySatisfy(text -> assertThat(text).startsWith("line 13:").contains("'maxAttempts'"));
  }

  @Test
  void aSparkStageCannotBeInAnExpressChainNorBegin() {
    var spark =
        """
        chain: c
        type: EXPRESS
        bucket: bbb
        stages: [{name: S, type: spark, job: j}]
        """;

    assertThat(refused(spark).getMessage())
        .contains(".sync", "Make the chain STANDARD")
        .contains("first stage");
  }

  @Test
  void whatIsNoChainIsSaidToBeSo() {
    assertThat(refused("").getMessage()).contains("empty");
    assertThat(refused("a: [").getMessage()).contains("line").contains("no YAML");
    assertThat(refused("- a").getMessage()).contains("must be a mapping");
    assertThat(refused("chain: c\ntype: STANDARD\nbucket: bbb\nstages: []").getMessage())
        .contains("a list of at least one");
    assertThat(refused("chain: c\ntype: STANDARD\nbucket: bbb\nstages: [1]").getMessage())
        .contains("must be a mapping");
    assertThatThrownBy(() -> ChainReader.read("a: &x [*x]"))
        .isInstanceOf(InvalidChainException.class);
  }
}
