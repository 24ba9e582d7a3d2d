package io.millrace.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.model.StateMachineDefinition;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Findings about definitions, as golden files: `NAME.asl.json` beside `NAME.expected`.
/// `-Dgolden.update` writes the expectations anew, into the sources.
class DiagnosticsTest {
  @TestFactory
  Stream<DynamicTest> findingsAreAsExpected() throws IOException, URISyntaxException {
    List<Path> definitions = Corpus.files(folder(), ".asl.json");
    assertThat(definitions).isNotEmpty();
    return definitions.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(file.getFileName().toString(), () -> isAsExpected(file)));
  }

  private static void isAsExpected(Path file) throws IOException {
    String findings = lines(Asl.parse(Corpus.text(file)));
    Path expected =
        file.resolveSibling(file.getFileName().toString().replace(".asl.json", ".expected"));
    if (System.getProperty("golden.update") != null) {
      Path source = Path.of("src/test/resources/cases/diagnostics").resolve(expected.getFileName());
      Files.writeString(source, findings);
      return;
    }
    assertThat(findings).isEqualTo(Corpus.text(expected));
  }

  private static String lines(Parsed<StateMachineDefinition> parsed) {
    return parsed.diagnostics().stream()
        .map(
            d ->
                d.span().line()
                    + ":"
                    + d.span().column()
                    + " "
                    + d.severity()
                    + " "
                    + d.rule()
                    + " "
                    + d.text()
                    + (d.hint() == null ? "" : " | " + d.hint())
                    + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void refusalListsAllErrorsAsAwsDoes() throws IOException, URISyntaxException {
    Parsed<StateMachineDefinition> parsed =
        Asl.parse(Corpus.text(folder().resolve("unreachable-state.asl.json")));

    assertThat(parsed.value()).isNull();
    assertThat(InvalidDefinitionException.text(parsed.diagnostics()))
        .isEqualTo(
            "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target:"
                + " pass3 at /States/pass1/Next, MISSING_TRANSITION_TARGET: State \"pass2\" is not"
                + " reachable. at /States/pass2'");
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(DiagnosticsTest.class.getResource("/cases/diagnostics")).toURI());
  }
}
