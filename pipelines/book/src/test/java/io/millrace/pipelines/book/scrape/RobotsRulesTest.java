package io.millrace.pipelines.book.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotsRulesTest {
  @Test
  void theLongestRuleDecidesAndATieAllows() {
    var rules =
        RobotsRules.parse(
            """
            User-agent: *
            Disallow: /books/
            Allow: /books/open/
            Disallow: /same
            Allow: /same
            """,
            "Millrace");

    assertThat(rules.allow("/books/closed.epub")).isFalse();
    assertThat(rules.allow("/books/open/a.epub")).isTrue();
    assertThat(rules.allow("/same")).isTrue();
    assertThat(rules.allow("/elsewhere")).isTrue();
  }

  @Test
  void aGroupOfOurOwnReplacesThatOfEveryone() {
    var rules =
        RobotsRules.parse(
            """
            # comment
            user-agent: other
            user-agent: MILLRACE # several agents share one group
            disallow: /private

            user-agent: *
            disallow: /

            user-agent: millrace
            disallow: /also-private
            """,
            "Millrace");

    assertThat(rules.allow("/book.epub")).isTrue();
    assertThat(rules.allow("/private/x")).isFalse();
    assertThat(rules.allow("/also-private")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/*.pdf$, /a/b.pdf, false",
    "/*.pdf$, /a/b.pdf?x=1, true",
    "/a*/c, /abc/c/d, false",
    "/a*/c, /b/c, true",
    "/(x), /(x)y, false",
    "/, /, false"
  })
  void starsAndDollarsAreUnderstoodAndNothingElseIsAPattern(
      String disallowed, String path, boolean allowed) {
    var rules = RobotsRules.parse("User-agent: *\nDisallow: " + disallowed, "Millrace");

    assertThat(rules.allow(path)).isEqualTo(allowed);
  }

  @Test
  void anEmptyDisallowAndUnknownLinesAllowEverything() {
    var rules =
        RobotsRules.parse("User-agent: *\nDisallow:\nCrawl-delay: 9\nnonsense\n", "Millrace");

    assertThat(rules.allow("/anything")).isTrue();
  }
}
