package io.millrace.pipelines.book.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The rules of one robots.txt that apply to one product token (RFC 9309). Immutable.
final class RobotsRules {
  static final RobotsRules ALLOW_ALL = new RobotsRules(List.of());

  private record Rule(String path, boolean allows, Pattern pattern) {}

  private final List<Rule> rules;

  private RobotsRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /// Reads the group for `product`, or the group for `*` when there is none. Groups for the same
  /// agent add up (RFC 9309 §2.2.1); unknown lines do not end a group.
  static RobotsRules parse(String text, String product) {
    var own = new ArrayList<Rule>();
    var everyone = new ArrayList<Rule>();
    var forOwn = false;
    var forEveryone = false;
    var hasOwnGroup = false;
    var readingAgents = false;
    for (var line : text.split("\\R")) {
      var hash = line.indexOf('#');
      var clean = (hash < 0 ? line : line.substring(0, hash)).strip();
      var colon = clean.indexOf(':');
      if (colon < 0) {
        continue;
      }
      var value = clean.substring(colon + 1).strip();
      switch (clean.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
        case "user-agent" -> {
          if (!readingAgents) {
            forOwn = false;
            forEveryone = false;
          }
          readingAgents = true;
          forEveryone |= value.equals("*");
          forOwn |= value.equalsIgnoreCase(product);
          hasOwnGroup |= forOwn;
        }
        case "allow", "disallow" -> {
          readingAgents = false;
          if (!value.isEmpty()) {
            var allows = clean.toLowerCase(Locale.ROOT).startsWith("allow");
            var rule = new Rule(value, allows, pattern(value));
            if (forOwn) {
              own.add(rule);
            }
            if (forEveryone) {
              everyone.add(rule);
            }
          }
        }
        default -> {
          // Sitemap, Crawl-delay and others say nothing about a single fetch.
        }
      }
    }
    return new RobotsRules(hasOwnGroup ? own : everyone);
  }

  /// The longest matching rule decides; of two equally long ones, the one that allows (RFC 9309
  /// §2.2.2).
  ///
  /// @param pathAndQuery as sent, beginning with a slash
  boolean allow(String pathAndQuery) {
    var longest = -1;
    var allowed = true;
    for (var rule : rules) {
      var length = rule.path.length();
      if (length >= longest && rule.pattern.matcher(pathAndQuery).lookingAt()) {
        allowed = length == longest ? allowed || rule.allows : rule.allows;
        longest = length;
      }
    }
    return allowed;
  }

  private static Pattern pattern(String path) {
    var anchored = path.endsWith("$");
    var body = anchored ? path.substring(0, path.length() - 1) : path;
    var regex = new StringBuilder();
    for (var literal : body.split("\\*+", -1)) {
      // Possessive would not backtrack; reluctant keeps long runs of stars linear enough for 500
      // KiB files.
      regex.append(regex.isEmpty() ? "" : ".*?").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex + (anchored ? "\\z" : ""));
  }
}
