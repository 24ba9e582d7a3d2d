package io.millrace.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.cli.ExitCode;
import io.millrace.cli.definition.DefinitionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LintCommandTest {
  /// `$.id` is lost at Save; MaxConcurrency.$ is refused; Send has no timeout.
  private static final String LOSES_ID =
      """
      {
        "StartAt": "Save",
        "States": {
          "Save": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": { "FunctionName": "save", "Payload": { "id.$": "$.id" } },
            "TimeoutSeconds": 60,
            "Next": "Send"
          },
          "Send": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": { "FunctionName": "send", "Payload": { "id.$": "$.id" } },
            "TimeoutSeconds": 60,
            "End": true
          }
        }
      }
      """;

  private static final String FINE =
      "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}";

  private static final String DOUBTFUL =
      "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// What the last command said to the person.
  private StringWriter said = new StringWriter();

  @Test
  void aFindingShowsItsLineItsReasonsAndWhatToDo() throws IOException {
    String text = text(Path.of(file("m.asl.json", LOSES_ID)));

    assertThat(text.replace(folder.toString(), ""))
        .isEqualTo(
            """
            ERROR  Send  /m.asl.json:14:60  [path-absent]
              `$.id` cannot exist here: `Send` fails with States.Runtime.
                14 │ "Parameters": { "FunctionName": "send", "Payload": { "id.$": "$.id" } },
                   │                                                      ^^^^^^
              because
                 4 │ "Save": {
                   └ `Save` replaces its whole input with the answer of lambda:invoke, because ResultPath is
                     absent there
              hint
                Set ResultPath at `Save`: null drops the answer of lambda:invoke, a path such as "$.save" keeps
                it beside the input.

            /m.asl.json: 1 error, 0 warnings, 0 notes
            """);
  }

  @Test
  void theExitCodeSaysWhatWasFound() throws IOException {
    String doubtful = file("doubtful.asl.json", DOUBTFUL);

    assertThat(lint(file("fine.asl.json", FINE))).isEqualTo(ExitCode.OK);
    assertThat(lint(doubtful)).isEqualTo(ExitCode.OK);
    assertThat(lint(doubtful, "--fail-on", "warning")).isEqualTo(ExitCode.FAILED);
    assertThat(lint(doubtful, "--fail-on", "warning", "--ignore", "fail-without-cause"))
        .isEqualTo(ExitCode.OK);
    assertThat(lint(doubtful, "--fail-on", "notes")).isEqualTo(ExitCode.USAGE);
    assertThat(lint(folder.resolve("absent.json").toString())).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(lint()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anExampleTellsWhatTheInputLacks() throws IOException {
    String definition =
        file(
            "m.asl.json",
            "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"InputPath\":"
                + " \"$.nmae\", \"End\": true}}}");

    assertThat(lint(definition)).isEqualTo(ExitCode.OK);
    assertThat(lint(definition, "--input", file("input.json", "{\"name\": 1}")))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("`$.nmae` is not in the example input");
    assertThat(lint(definition, "--input", file("broken.json", "{"))).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void placesAreThoseOfTheYamlFile() throws IOException {
    String yaml =
        file(
            "m.yaml",
            """
            # The first line
            StartAt: A
            States:
              A:
                Type: Pass
                Result: text
                Next: B
              B:
                Type: Pass
                ResultPath: $.count
                Result: 1
                End: true
            """);

    assertThat(lint(yaml, "--format", "json")).isEqualTo(ExitCode.FAILED);

    JsonNode finding = Json.parse(out.toString()).path("files").path(0).path("findings").path(0);
    assertThat(finding.path("rule").asText()).isEqualTo("value-type");
    assertThat(finding.path("line").asInt()).isEqualTo(10);
    assertThat(finding.path("reasons").path(0).path("line").asInt()).isEqualTo(4);
  }

  @Test
  void whatTheParserRefusesStandsInTheSameListAndNothingIsSaidTwice() throws IOException {
    String definition =
        file(
            "m.asl.json",
            """
            {"StartAt": "A", "States": {"A": {"Type": "Map",
              "ItemsPath": "$.items", "MaxConcurrency.$": "$.limit",
              "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Pass", "Edn": true, "End": true}}},
              "End": true}}}
            """);

    lint(definition, "--format", "json");

    JsonNode findings = Json.parse(out.toString()).path("files").path(0).path("findings");
    assertThat(findings.findValuesAsText("rule"))
        .containsExactly("event-forecast", "dynamic-field", "inline-concurrency", "unknown-field");
    assertThat(findings.path(3).path("state").asText()).isEqualTo("B");
    assertThat(findings.path(3).path("hint").asText()).contains("`End`");
  }

  @Test
  void aPlaceholderForAResourceIsNoMistake() throws IOException {
    for (String resource :
        List.of(
            "${Function.Arn}",
            "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:f",
            "arn:aws:states:${AWS::Region}:${AWS::AccountId}:activity:a")) {
      String definition =
          file(
              "m.asl.json",
              "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"TimeoutSeconds\": 9,"
                  + " \"Parameters\": {}, \"Resource\": \""
                  + resource
                  + "\", \"End\": true}}}");

      assertThat(lint(definition)).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("[placeholder]");
    }
  }

  @Test
  void anExpressMachineIsToldWhatExpressLacks() throws IOException {
    String definition =
        file(
            "m.asl.json",
            """
            {"StartAt": "A", "States": {"A": {"Type": "Task", "TimeoutSeconds": 60, "End": true,
              "Resource": "arn:aws:states:::ecs:runTask.sync", "Parameters": {"TaskDefinition": "t"}}}}
            """);

    assertThat(lint(definition)).isEqualTo(ExitCode.OK);
    assertThat(lint(definition, "--type", "EXPRESS")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("[not-in-express]");
  }

  @Test
  void reviewToolsGetSarif() throws IOException {
    lint(file("m.asl.json", LOSES_ID), "--format", "sarif");

    JsonNode sarif = Json.parse(out.toString());
    assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = sarif.path("runs").path(0);
    JsonNode result = run.path("results").path(0);
    assertThat(run.at("/tool/driver/name").asText()).isEqualTo("mill lint");
    assertThat(run.at("/tool/driver/rules").path(result.path("ruleIndex").asInt()).path("id"))
        .isEqualTo(result.path("ruleId"));
    assertThat(result.path("level").asText()).isEqualTo("error");
    assertThat(result.at("/message/text").asText()).startsWith("`$.id` cannot exist here");
    assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(14);
    assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .startsWith("file:///")
        .endsWith("/m.asl.json");
    assertThat(result.at("/relatedLocations/0/physicalLocation/region/startLine").asInt())
        .isEqualTo(4);
  }

  @Test
  void whatIsNoDefinitionIsReportedAndNeverThrown() throws IOException {
    for (String text : List.of("", "{", "[]", "null", "{\"States\": 1}", "\u0000", "a: [")) {
      assertThat(lint(file("m.json", text))).isEqualTo(ExitCode.FAILED);
      assertThat(lint(file("m.yaml", text))).isEqualTo(ExitCode.FAILED);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatIsIgnoredIsCountedAndMustBeARule() throws IOException {
    String doubtful = file("doubtful.asl.json", DOUBTFUL);

    assertThat(lint(doubtful, "--ignore", "fail-without-cause")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).endsWith("1 finding ignored" + System.lineSeparator());
    assertThat(lint(doubtful, "--ignore", "not-json,definition-too-long")).isEqualTo(ExitCode.OK);
    assertThat(lint(doubtful, "--ignore", "fail-without-cuase")).isEqualTo(ExitCode.USAGE);
    assertThat(said.toString())
        .isEqualTo(
            "mill: --ignore: there is no rule 'fail-without-cuase'; docs/lint.md and"
                + " docs/diagnostics.md list them"
                + System.lineSeparator());
  }

  @Test
  void whatCannotBeReadIsSaidInOneLineOfPlainWords() throws IOException {
    String definition = file("m.asl.json", FINE);
    String absent = folder.resolve("nofile").toString();

    assertThat(lint(absent, "--format", "text")).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(said.toString().strip()).isEqualTo("mill: there is no file " + absent);
    assertThat(lint(definition, "--input", absent)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(said.toString().strip()).isEqualTo("mill: there is no file " + absent);
    assertThat(lint(folder.toString(), "--format", "text")).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(said.toString().strip()).isEqualTo("mill: " + folder + " is a folder, not a file");
    assertThat(lint(definition, "--input", file("in.json", "{\"a\": tru}"))).isEqualTo(2);
    assertThat(said.toString().lines()).hasSize(1);
    assertThat(said.toString()).contains("Unrecognized token 'tru'").doesNotContain("Source");
  }

  @Test
  void aTextThatIsNoJsonIsDescribedWithoutTheInsidesOfTheParser() throws IOException {
    String deep = "{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500);
    for (String text : List.of("{\"a\": }", "{\"a\": {\"b\": 1", deep)) {
      for (String format : List.of("text", "sarif")) {
        assertThat(lint(file("m.json", text), "--format", format)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("not-json");
        assertThat(out.toString()).doesNotContain("Source:", "StreamRead", "REDACTED");
      }
    }
  }

  @Test
  void aDefinitionThatAwsWouldNotTakeForItsLengthIsAnError() throws IOException {
    String most = FINE + " ".repeat(1_048_576 - FINE.length());

    assertThat(lint(file("most.json", most))).isEqualTo(ExitCode.OK);
    assertThat(lint(file("more.json", most + " "))).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString())
        .contains("The definition has 1,048,577 characters; AWS takes 1,048,576 at most")
        .contains("1 error, 0 warnings");
  }

  @Test
  void anAliasInsideOfWhatItNamesIsToldFromOneWithoutAnAnchor() throws IOException {
    lint(file("m.yaml", "StartAt: A\nStates: &s\n  A: *s\n"));
    assertThat(out.toString()).contains("The alias *s stands inside the value it names");
    lint(file("m.yaml", "StartAt: A\nStates:\n  A: *s\n"));
    assertThat(out.toString()).contains("The alias *s has no anchor above it");
  }

  @Test
  void thePageShowsWhatTheCommandPrints() throws IOException {
    Path root = root();
    String page = Files.readString(root.resolve("docs/lint.md"));
    int from = page.indexOf("\n", page.indexOf("$ ./mill lint ")) + 1;
    String shown = page.substring(from, page.indexOf("```", from));
    Path blueprint = root.resolve("asl/src/test/resources/lint/seeds/book-blueprint.asl.json");

    assertThat(text(blueprint).replace(blueprint.getParent() + "/", "")).contains(shown);
  }

  /// As on a terminal 100 characters wide.
  private static String text(Path file) throws IOException {
    StringWriter text = new StringWriter();
    LintedFile linted = LintedFile.of(DefinitionFile.read(file), null, false);
    new TextReport(new PrintWriter(text), new TextReport.Style(100, false)).print(List.of(linted));
    return text.toString();
  }

  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("docs/lint.md"))) {
        return at;
      }
    }
    throw new IllegalStateException("docs/lint.md is not in the repository");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private int lint(String... arguments) {
    out.getBuffer().setLength(0);
    said = new StringWriter();
    return new CommandLine(new LintCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(arguments.length == 1 ? err : said, true))
        .execute(arguments);
  }
}
