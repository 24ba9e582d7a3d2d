package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.Corpus;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The definitions of the requirement documents, transcribed with their mistakes, and all that is
/// found about them. Beside `NAME.asl.json` stands `NAME.lint.txt`, and `NAME.with-input.lint.txt`
/// where there is an example input `NAME.input.json`. `-Dgolden.update` writes the expectations
/// anew, into the sources.
class SeedDefinitionsTest {
  @TestFactory
  Stream<DynamicTest> findingsAreAsExpected() {
    return Corpus.files(SeedFiles.folder(), ".asl.json").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(file.getFileName().toString(), () -> isAsExpected(file)));
  }

  private static void isAsExpected(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".asl.json", "");
    boolean express = name.contains("express");
    compare(name + ".lint.txt", FindingText.of(Corpus.text(file), new LintOptions(null, express)));
    Path input = file.resolveSibling(name + ".input.json");
    if (Files.exists(input)) {
      LintOptions options = new LintOptions(Json.parse(Corpus.text(input)), express);
      compare(name + ".with-input.lint.txt", FindingText.of(Corpus.text(file), options));
    }
  }

  private static void compare(String name, String findings) throws IOException {
    if (System.getProperty("golden.update") != null) {
      Files.writeString(Path.of("src/test/resources/lint/seeds").resolve(name), findings);
      return;
    }
    Path expected = SeedFiles.folder().resolve(name);
    assertThat(findings).isEqualTo(Corpus.text(expected));
  }
}
