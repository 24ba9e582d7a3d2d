package io.millrace.cli.fmt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.ExitCode;
import io.millrace.cli.definition.DefinitionFile;
import io.millrace.cli.definition.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FormatCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static final String UNTIDY =
      """
      {"States": {"B": {"Next":"C","Type":"Task","Retry":[{"MaxAttempts":2,"ErrorEquals":["States.ALL"]}],
        "Parameters": {"b.$": "$.x", "a": 1.50, "Next": 1e400}, "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f"},
        "C": {"End": true, "Unknown": [], "Type":"Pass"}},
       "StartAt": "B", "Comment": "on \\u00e9\\ud800"}\
      """;

  @Test
  void fieldsStandInOrderAndValuesStayAsTheyAre() throws IOException {
    Path file = Files.writeString(folder.resolve("m.asl.json"), UNTIDY);

    assertThat(fmt(file.toString())).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .isEqualTo(
            """
            {
              "Comment": "on é\\uD800",
              "StartAt": "B",
              "States": {
                "B": {
                  "Type": "Task",
                  "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f",
                  "Parameters": {
                    "b.$": "$.x",
                    "a": 1.50,
                    "Next": 1e400
                  },
                  "Retry": [
                    {
                      "ErrorEquals": ["States.ALL"],
                      "MaxAttempts": 2
                    }
                  ],
                  "Next": "C"
                },
                "C": {
                  "Type": "Pass",
                  "Unknown": [],
                  "End": true
                }
              }
            }
            """);
  }

  @Test
  void yamlKeepsItsCommentsAndQuotesWhatOtherReadersWouldTakeForSomethingElse() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            # The machine
            StartAt: A
            States:
              A:   # first
                # where it ends
                End: true
                Type: Pass
                Result: {country: "no", version: '1.0', time: '12:30', text: "one\\ntwo\\n", list: [1, 'on', a b]}
            # the end
            """);

    assertThat(fmt(file.toString())).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .isEqualTo(
            """
            # The machine
            StartAt: A
            States:
              A: # first
                Type: Pass
                Result:
                  country: 'no'
                  version: '1.0'
                  time: '12:30'
                  text: |
                    one
                    two
                  list: [1, 'on', a b]
                # where it ends
                End: true
            # the end
            """);
  }

  @Test
  void commentsThatJsonCannotHoldAreSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "# why\nStartAt: A # here\n");

    assertThat(fmt("--to", "json", file.toString())).isEqualTo(ExitCode.OK);

    assertThat(err.toString()).contains("2 comments");
    assertThat(out.toString()).isEqualTo("{\n  \"StartAt\": \"A\"\n}\n");
  }

  @Test
  void checkNamesFilesThatWouldChangeAndWriteChangesThem() throws IOException {
    Path file = Files.writeString(folder.resolve("m.asl.json"), UNTIDY);

    assertThat(fmt("--check", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("m.asl.json");
    assertThat(Files.readString(file)).isEqualTo(UNTIDY);
    assertThat(fmt("--write", file.toString())).isEqualTo(ExitCode.OK);
    assertThat(fmt("--check", file.toString())).isEqualTo(ExitCode.OK);
    assertThat(folder).isDirectoryContaining(p -> p.endsWith("m.asl.json"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatIsNoJsonIsNamedWithItsPlaceAndStays() throws IOException {
    Path file = Files.writeString(folder.resolve("m.json"), "{\n  \"a\": 1,\n  \"a\": 2\n}");

    assertThat(fmt("--write", file.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("m.json:3:3: Duplicate field 'a'");
  }

  /// Real definitions go to YAML and back; nothing in them may change but the order of fields.
  @Test
  void realDefinitionsKeepTheirMeaningThroughYaml() throws Exception {
    List<Path> samples = samples();

    for (Path sample : samples) {
      var before = DefinitionFile.read(sample).document();
      Path yaml = folder.resolve("s.yaml");
      out.getBuffer().setLength(0);
      assertThat(fmt("--to", "yaml", sample.toString())).as(sample.toString()).isZero();
      Files.writeString(yaml, out.toString());
      var after = DefinitionFile.read(yaml).document();
      assertThat(Value.same(before.root(), after.root())).as(sample.toString()).isTrue();
      out.getBuffer().setLength(0);
      assertThat(fmt(yaml.toString())).isZero();
      assertThat(out.toString()).as("formatted twice").isEqualTo(Files.readString(yaml));
    }
  }

  private static List<Path> samples() throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("../shared/conformance/asl-samples"))) {
      at = at.getParent();
    }
    Assumptions.assumeTrue(at != null, "the sample definitions are not on this machine");
    try (Stream<Path> files =
        Files.list(at.resolve("../shared/conformance/asl-samples").normalize())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private int fmt(String... arguments) {
    return new CommandLine(new FormatCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
