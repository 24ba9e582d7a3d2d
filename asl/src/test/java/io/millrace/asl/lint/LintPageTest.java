package io.millrace.asl.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The reference page of the linter says what the rules do. `-Dgolden.update` writes anew what the
/// page quotes.
class LintPageTest {
  /// A rule's section with its example and the finding the page quotes.
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "^## ([a-z-]+)\\n\\n(?:(?!\\n## |```).)+```json\\n((?:(?!```).)+)\\n```\\n\\n>([^\\n]*)$",
          Pattern.MULTILINE | Pattern.DOTALL);

  private static final Map<String, String> INPUTS =
      Map.of(
          "not-in-example",
          "{\"name\": \"x\"}",
          "limit-not-enforced",
          "{\"limits\": {\"speechConcurrency\": 5}}");

  @Test
  void everyRuleHasItsSectionAndEverySectionItsRule() throws IOException {
    List<String> sections = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^## (.+)$").matcher(Files.readString(page()));
    while (heading.find()) {
      sections.add(heading.group(1));
    }

    assertThat(sections).containsExactlyInAnyOrderElementsOf(Lint.rules());
  }

  @Test
  void everyExampleIsFoundAsThePageSays() throws IOException {
    String page = Files.readString(page());
    StringBuilder updated = new StringBuilder();
    Set<String> shown = new HashSet<>();
    List<String> differences = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(page);
    while (example.find()) {
      String rule = example.group(1);
      shown.add(rule);
      String quote = " " + quote(rule, example.group(2));
      if (!quote.equals(example.group(3))) {
        differences.add(rule + ": the page says" + example.group(3) + " but it is" + quote);
      }
      String whole = page.substring(example.start(), example.start(3)) + quote;
      example.appendReplacement(updated, Matcher.quoteReplacement(whole));
    }
    example.appendTail(updated);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(page(), updated);
      return;
    }

    assertThat(differences).isEmpty();
    assertThat(shown).containsExactlyInAnyOrderElementsOf(Lint.rules());
  }

  private static String quote(String rule, String example) throws IOException {
    String definition =
        example.startsWith("{\"Type\"")
            ? "{\"StartAt\": \"A\", \"States\": {\"A\": "
                + example
                + ", \"B\": {\"Type\": \"Succeed\"}}}"
            : example;
    String input = INPUTS.get(rule);
    LintOptions options =
        new LintOptions(input == null ? null : Json.parse(input), rule.equals("express-overrun"));
    List<Finding> findings = Lint.check(definition, options);
    return findings.stream()
        .filter(finding -> finding.rule().equals(rule))
        .findFirst()
        .map(LintPageTest::quote)
        .orElse("not found, only " + findings);
  }

  private static String quote(Finding finding) {
    String text = finding.severity() + " " + finding.message();
    return finding.hint() == null ? text : text + " – " + finding.hint();
  }

  private static Path page() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path page = at.resolve("docs/lint.md");
      if (Files.isRegularFile(page)) {
        return page;
      }
    }
    throw new IllegalStateException("docs/lint.md is not in the repository");
  }
}
