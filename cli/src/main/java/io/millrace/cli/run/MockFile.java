package io.millrace.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.cli.definition.PlainWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Mocked answers in the file format of Step Functions Local (AWS developer guide, "Configuration
/// file for mocked service integrations"): `StateMachines` → `TestCases` → state → name of a
/// response, and `MockedResponses` → name → attempt, or range of attempts, → `Return` or `Throw`.
///
/// @param cases by `MACHINE#CASE`; each maps states to their responses
record MockFile(Map<String, Map<String, Responses>> cases) {
  private static final Pattern ATTEMPTS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  /// What one state's attempts give, in the order of their numbers.
  ///
  /// @param name of the response in the file
  record Responses(String name, TreeMap<Integer, Range> byFirst) {
    /// The answer to the attempt with this number, from 0, or null when the file has none.
    @Nullable Response of(int attempt) {
      var found = byFirst.floorEntry(attempt);
      return found == null || attempt > found.getValue().last ? null : found.getValue().response;
    }
  }

  /// Attempts up to this one have this answer.
  record Range(int last, Response response) {}

  /// One mocked answer.
  sealed interface Response {
    record Return(JsonNode result) implements Response {}

    record Throw(String error, @Nullable String cause) implements Response {}
  }

  /// The file is not what it should be.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /// Reads the whole file, so that a mistake in any case is found at once.
  ///
  /// @throws Malformed saying where and what
  static MockFile read(String text) throws Malformed {
    JsonNode root;
    try {
      root = Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new Malformed("it is not JSON: " + PlainWords.of(e));
    }
    Map<String, Responses> responses = new LinkedHashMap<>();
    JsonNode named = object(root, "MockedResponses", "");
    for (String name : named.propertyStream().map(Map.Entry::getKey).toList()) {
      responses.put(name, responses(name, object(named, name, "/MockedResponses")));
    }
    Map<String, Map<String, Responses>> cases = new LinkedHashMap<>();
    for (var machine : object(root, "StateMachines", "").properties()) {
      String where = "/StateMachines/" + machine.getKey();
      JsonNode testCases = object(machine.getValue(), "TestCases", where);
      for (String name : testCases.propertyStream().map(Map.Entry::getKey).toList()) {
        JsonNode states = object(testCases, name, where + "/TestCases");
        String at = where + "/TestCases/" + name;
        cases.put(machine.getKey() + "#" + name, testCase(states, at, responses));
      }
    }
    return new MockFile(cases);
  }

  private static Map<String, Responses> testCase(
      JsonNode node, String where, Map<String, Responses> responses) throws Malformed {
    Map<String, Responses> states = new LinkedHashMap<>();
    for (var state : node.properties()) {
      Responses wanted = responses.get(state.getValue().asText());
      if (wanted == null) {
        throw new Malformed(
            "%s names the response '%s', which is not in /MockedResponses; there are: %s"
                .formatted(
                    where + "/" + state.getKey(),
                    state.getValue().asText(),
                    String.join(", ", responses.keySet())));
      }
      states.put(state.getKey(), wanted);
    }
    return states;
  }

  private static JsonNode object(JsonNode parent, String name, String where) throws Malformed {
    JsonNode found = parent.path(name);
    if (!found.isObject()) {
      throw new Malformed(where + "/" + name + " must be an object");
    }
    return found;
  }

  private static Responses responses(String name, JsonNode node) throws Malformed {
    TreeMap<Integer, Range> byFirst = new TreeMap<>();
    for (var entry : node.properties()) {
      String where = "/MockedResponses/" + name + "/" + entry.getKey();
      Matcher attempts = ATTEMPTS.matcher(entry.getKey());
      if (!attempts.matches()) {
        throw new Malformed(where + ": attempts are written \"0\" or \"1-3\"");
      }
      int first = Integer.parseInt(attempts.group(1));
      int last = attempts.group(2) == null ? first : Integer.parseInt(attempts.group(2));
      var before = byFirst.floorEntry(last);
      if (last < first || (before != null && before.getValue().last >= first)) {
        throw new Malformed(where + ": this range is empty or overlaps another one");
      }
      byFirst.put(first, new Range(last, response(entry.getValue(), where)));
    }
    return new Responses(name, byFirst);
  }

  private static Response response(JsonNode node, String where) throws Malformed {
    if (node.has("Return") == node.has("Throw")) {
      throw new Malformed(where + " must have either Return or Throw");
    }
    if (node.has("Return")) {
      return new Response.Return(node.get("Return"));
    }
    JsonNode error = node.get("Throw").path("Error");
    if (!error.isTextual()) {
      throw new Malformed(where + "/Throw/Error must be a text");
    }
    JsonNode cause = node.get("Throw").path("Cause");
    return new Response.Throw(error.textValue(), cause.isTextual() ? cause.textValue() : null);
  }

  /// The case a person means.
  ///
  /// @param machine the state machine's name, or null for any
  /// @param name the case's name, or null when there is but one
  /// @throws Malformed listing the cases when none or several are meant
  Map<String, Responses> choose(@Nullable String machine, @Nullable String name) throws Malformed {
    List<String> meant = new ArrayList<>();
    for (String key : cases.keySet()) {
      int hash = key.indexOf('#');
      boolean isMachine = machine == null || machine.equals(key.substring(0, hash));
      boolean isCase = name == null || name.equals(key.substring(hash + 1)) || name.equals(key);
      if (isMachine && isCase) {
        meant.add(key);
      }
    }
    if (meant.size() == 1) {
      return cases.getOrDefault(meant.getFirst(), Map.of());
    }
    throw new Malformed(
        (meant.isEmpty() ? "there is no such case" : "several cases could be meant")
            + "; choose one with --case: "
            + String.join(", ", meant.isEmpty() ? cases.keySet() : meant));
  }
}
