package io.millrace.cli.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.Diagnostic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFileTest {
  private static final Path YAML = Path.of("machine.asl.yaml");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on | \"on\"",
        "yes | \"yes\"",
        "2024-01-01 | \"2024-01-01\"",
        "12:30 | \"12:30\"",
        "\"1.0\" | \"1.0\"",
        "1.0 | 1.0",
        "1e3 | 1e3",
        "123456789012345678901234567890.10 | 123456789012345678901234567890.10",
        "007 | 7",
        "+5 | 5",
        ".5 | 0.5",
        "-.5 | -0.5",
        "1. | 1.0",
        "0x1F | 31",
        "0o17 | 15",
        "True | true",
        "~ | null",
        "!!str 12 | \"12\"",
        "\"{% $x %}\" | \"{% $x %}\""
      })
  void aYamlScalarIsWhatTheCoreSchemaSays(String yaml, String json) throws UnreadableException {
    assertThat(DefinitionFile.of(YAML, "x: " + yaml + "\n").json())
        .isEqualTo("{\n  \"x\": " + json + "\n}\n");
  }

  @Test
  void anchorsAndMergesAreResolvedAndOwnMembersWin() throws UnreadableException {
    String yaml =
        """
        base: &base
          MaxAttempts: 3
          BackoffRate: 2.0
        one:
          <<: *base
          MaxAttempts: 5
        """;

    Value root = DefinitionFile.of(YAML, yaml).document().root();

    Value.Members one = (Value.Members) ((Value.Members) root).get("one");
    assertThat(one).isNotNull();
    assertThat(JsonWriter.write(one))
        .isEqualTo("{\n  \"MaxAttempts\": 5,\n  \"BackoffRate\": 2.0\n}\n");
  }

  @Test
  void aFindingPointsIntoTheYaml() {
    String yaml =
        """
        # A machine with a mistake
        StartAt: Greet
        States:
          Greet:
            Type: Pass
            Next: Nowhere   # there is no such state
        """;

    Diagnostic finding = DefinitionFile.of(YAML, yaml).parse().diagnostics().getFirst();

    assertThat(finding.span().line()).isEqualTo(6);
    assertThat(finding.span().column()).isEqualTo(5);
    assertThat(finding.message()).contains("Nowhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [1",
        "a: 1\na: 2\n",
        "a: 1\n---\nb: 2\n",
        "a: !Sub x\n",
        "a: *nobody\n",
        "a: .inf\n",
        "[x]: 1\n",
        "\t- x",
        "",
        "<<: 3\n",
        "%YAML 9.9\n---\nx"
      })
  void whatIsNoDocumentIsOneFindingWithAPlace(String yaml) {
    var parsed = DefinitionFile.of(YAML, yaml).parse();

    assertThat(parsed.value()).isNull();
    assertThat(parsed.diagnostics()).hasSize(1);
    assertThat(parsed.diagnostics().getFirst().span().line()).isPositive();
  }

  @Test
  void aliasesOfAliasesCannotFillTheMemory() {
    StringBuilder bomb = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*l" + (i - 1);
      bomb.append(
          "l%d: &l%d [%s]\n"
              .formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, alias))));
    }

    assertThatThrownBy(() -> DefinitionFile.of(YAML, bomb.toString()).document())
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("million");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> DefinitionFile.of(YAML, "[".repeat(100_000)).document())
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws UnreadableException {
    assertThat(DefinitionFile.of(Path.of("x.json"), "\uFEFF{}").json()).isEqualTo("{}");
  }
}
