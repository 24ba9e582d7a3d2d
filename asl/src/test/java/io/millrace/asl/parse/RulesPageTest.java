package io.millrace.asl.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.Asl;
import io.millrace.asl.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The reference page of the rules says what the rules do. `-Dgolden.update` writes anew what the
/// page quotes.
class RulesPageTest {
  /// A rule's section with its example and the finding the page quotes.
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^## ([a-z-]+)\\n\\n.+\\n\\n```json\\n(.+)\\n```\\n\\n> (.+)$");

  /// Too large for a page, or about names in several places; tested elsewhere.
  private static final Set<String> WITHOUT_EXAMPLE =
      Set.of("too-many-expressions", "state-name-too-long", "duplicate-label", "field-content");

  @Test
  void everyRuleHasItsSectionAndEverySectionItsRule() throws IOException {
    List<String> sections = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^## (.+)$").matcher(Files.readString(page()));
    while (heading.find()) {
      sections.add(heading.group(1));
    }

    assertThat(sections)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Rule.values()).map(Rule::id).toList());
  }

  @Test
  void everyExampleIsFoundAsThePageSays() throws IOException {
    String page = Files.readString(page());
    StringBuilder updated = new StringBuilder();
    Set<String> shown = new HashSet<>(WITHOUT_EXAMPLE);
    List<String> differences = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(page);
    while (example.find()) {
      String rule = example.group(1);
      shown.add(rule);
      String quote = quote(rule, example.group(2));
      if (!quote.equals(example.group(3))) {
        differences.add(rule + ": the page says " + example.group(3) + " but it is " + quote);
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
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Rule.values()).map(Rule::id).toList());
  }

  private static String quote(String rule, String example) {
    boolean isState = example.startsWith("{\"Type\"");
    String other = example.contains("\"B") ? ", \"B\": {\"Type\": \"Succeed\"}" : "";
    String definition =
        isState ? "{\"StartAt\": \"A\", \"States\": {\"A\": " + example + other + "}}" : example;
    List<Diagnostic> findings = Asl.validate(definition, rule.equals(Rule.NOT_IN_EXPRESS.id()));
    return findings.stream()
        .filter(finding -> finding.rule().equals(rule))
        .findFirst()
        .map(RulesPageTest::quote)
        .orElse("not found, only " + findings);
  }

  private static String quote(Diagnostic finding) {
    String text = finding.severity() + " " + finding.text().replace("\n", " ");
    return finding.hint() == null ? text : text + " – " + finding.hint();
  }

  private static Path page() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path page = at.resolve("docs/diagnostics.md");
      if (Files.isRegularFile(page)) {
        return page;
      }
    }
    throw new IllegalStateException("docs/diagnostics.md is not in the repository");
  }
}
