package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.Integration;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What service integrations answer, from the table `answers.txt`. What is not in it may answer
/// anything.
final class Answers {
  private static final Map<String, Map<String, Member>> TABLE = read();

  private Answers() {}

  /// What a task gives before ResultSelector.
  static Shape of(StateNode task) {
    Integration integration = task.integration();
    // The answer is what the worker sends with the token.
    if (integration.kind() != Integration.Kind.SERVICE || integration.waitsForToken()) {
      return Shape.ANY;
    }
    Map<String, Member> members = TABLE.get(integration.request() + integration.pattern());
    if (members == null) {
      return Shape.ANY;
    }
    if (members.containsKey("...")) {
      Map<String, Member> known = new LinkedHashMap<>(members);
      known.remove("...");
      return Shape.openObject(known);
    }
    String names = String.join(", ", members.keySet());
    Cause cause =
        new Cause(
            task.at("Resource"),
            integration.description() + " of `" + task.name() + "` answers with " + names);
    return Shape.object(members, new Made(cause, null));
  }

  private static Map<String, Map<String, Member>> read() {
    try (InputStream in = Answers.class.getResourceAsStream("answers.txt")) {
      if (in == null) {
        throw new IllegalStateException("answers.txt is missing beside " + Answers.class);
      }
      Map<String, Map<String, Member>> table = new HashMap<>();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.strip().split("\\s+");
          Map<String, Member> members = new LinkedHashMap<>();
          for (int i = 1; i < words.length; i++) {
            member(members, words[i]);
          }
          table.put(words[0], members);
        }
      }
      return Map.copyOf(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `name`, `name:type`; `?` after it: not always there; `??`: only in some cases, which the guide
  /// names.
  private static void member(Map<String, Member> members, String word) {
    Presence presence = Presence.PRESENT;
    String rest = word;
    if (rest.endsWith("??")) {
      presence = Presence.MAYBE;
      rest = rest.substring(0, rest.length() - 2);
    } else if (rest.endsWith("?")) {
      presence = Presence.UNKNOWN;
      rest = rest.substring(0, rest.length() - 1);
    }
    int colon = rest.indexOf(':');
    String name = colon < 0 ? rest : rest.substring(0, colon);
    Shape shape = colon < 0 ? Shape.ANY : type(rest.substring(colon + 1));
    Made why =
        presence == Presence.MAYBE
            ? new Made(
                new Cause("", "the service leaves `" + name + "` out when it found none"), null)
            : null;
    members.put(name, new Member(presence, shape, why));
  }

  private static Shape type(String name) {
    return switch (name) {
      case "string" -> Shape.of(Kind.STRING);
      case "number" -> Shape.of(Kind.NUMBER);
      case "object" -> Shape.openObject(Map.of());
      case "array" -> Shape.arrayOf(Shape.ANY);
      default -> throw new IllegalStateException("answers.txt has an unknown type: " + name);
    };
  }
}
