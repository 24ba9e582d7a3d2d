package io.millrace.cli.stages.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.Asl;
import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainMachine;
import io.millrace.pipelines.stages.chain.ChainReader;
import io.millrace.pipelines.stages.chain.ChainStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoChainTest {
  @ParameterizedTest
  @CsvSource({"EXPRESS, false", "STANDARD, false", "STANDARD, true"})
  void theDemoRunsTheExamplesStagesAndAwsWouldTakeTheirMachine(Chain.Type type, boolean spark) {
    var example = Chains.load(spark ? Chains.TARGETING_SPARK : Chains.TARGETING);

    var chain = ChainReader.read(DemoChain.yaml(type, spark));

    assertThat(chain.type()).isEqualTo(type);
    assertThat(chain.stages())
        .extracting(ChainStage::name)
        .isEqualTo(example.stages().stream().map(ChainStage::name).toList());
    assertThat(chain.stages().stream().anyMatch(SparkStage.class::isInstance)).isEqualTo(spark);
    assertThat(chain.stages().getFirst().retry().interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(Asl.validate(ChainMachine.definition(chain), type == Chain.Type.EXPRESS)).isEmpty();
  }
}
