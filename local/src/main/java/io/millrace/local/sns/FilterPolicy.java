package io.millrace.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Which messages a subscription wants (Amazon SNS developer guide, "Amazon SNS subscription filter
/// policies"): every key must match, one of a key's conditions is enough, and `$or` takes one of
/// several policies.
///
/// @param rules all of which must hold
record FilterPolicy(List<Rule> rules) {
  private static final int LEAVES_MAX = 5;
  private static final int COMBINATIONS_MAX = 150;

  /// A part of a policy.
  sealed interface Rule {
    /// A key whose value must meet one condition.
    record Leaf(String key, List<FilterCondition> conditions) implements Rule {}

    /// A key whose value, or one of its elements, is an object that must match.
    record Nested(String key, FilterPolicy policy) implements Rule {}

    /// One of these must match.
    record Any(List<FilterPolicy> policies) implements Rule {}
  }

  FilterPolicy {
    rules = List.copyOf(rules);
  }

  /// @param isBody whether keys may nest, because the policy is for message bodies
  /// @throws SnsError when it is no valid policy
  static FilterPolicy of(String text, boolean isBody) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw invalid("failed to parse JSON. " + e.getOriginalMessage());
    }
    if (json == null || !json.isObject()) {
      throw invalid("Filter policy must be a JSON object");
    }
    var policy = parse(json, isBody);
    if (policy.leaves() > LEAVES_MAX) {
      throw invalid("Filter policy can not have more than " + LEAVES_MAX + " keys");
    }
    if (policy.combinations(1) > COMBINATIONS_MAX) {
      throw invalid("Filter policy is too complex");
    }
    return policy;
  }

  /// Whether a message is wanted.
  ///
  /// @param data the body, or an object of the attributes
  boolean matches(JsonNode data) {
    return rules.stream().allMatch(rule -> matches(rule, data));
  }

  private static boolean matches(Rule rule, JsonNode data) {
    return switch (rule) {
      case Rule.Any(var policies) -> policies.stream().anyMatch(policy -> policy.matches(data));
      case Rule.Leaf(var key, var conditions) ->
          conditions.stream().anyMatch(condition -> condition.matches(data.path(key)));
      case Rule.Nested(var key, var policy) -> matchesNested(policy, data.path(key));
    };
  }

  private static boolean matchesNested(FilterPolicy policy, JsonNode value) {
    if (!value.isArray()) {
      return policy.matches(value);
    }
    for (var element : value) {
      if (matchesNested(policy, element)) {
        return true;
      }
    }
    return false;
  }

  private static FilterPolicy parse(JsonNode json, boolean isBody) {
    var rules = new ArrayList<Rule>();
    for (var field : json.properties()) {
      var value = field.getValue();
      if (field.getKey().equals("$or") && isAlternatives(value)) {
        var policies = new ArrayList<FilterPolicy>();
        value.forEach(alternative -> policies.add(parse(alternative, isBody)));
        rules.add(new Rule.Any(policies));
      } else if (value.isArray()) {
        rules.add(new Rule.Leaf(field.getKey(), conditions(field.getKey(), value)));
      } else if (value.isObject() && isBody) {
        if (value.isEmpty()) {
          throw invalid("\"" + field.getKey() + "\" must not be an empty object");
        }
        rules.add(new Rule.Nested(field.getKey(), parse(value, true)));
      } else if (value.isObject()) {
        throw invalid(
            "Filter policy scope MessageAttributes does not support nested filter policy");
      } else {
        throw invalid("\"" + field.getKey() + "\" must be an object or an array");
      }
    }
    return new FilterPolicy(rules);
  }

  /// With anything else in its list, `$or` is a key like others.
  private static boolean isAlternatives(JsonNode value) {
    if (!value.isArray() || value.size() < 2) {
      return false;
    }
    for (var alternative : value) {
      if (!alternative.isObject() || alternative.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static List<FilterCondition> conditions(String key, JsonNode list) {
    if (list.isEmpty()) {
      throw invalid("\"" + key + "\" must not be an empty list");
    }
    var conditions = new ArrayList<FilterCondition>();
    list.forEach(condition -> conditions.add(FilterCondition.of(condition)));
    return List.copyOf(conditions);
  }

  private int leaves() {
    return rules.stream()
        .mapToInt(
            rule ->
                switch (rule) {
                  case Rule.Leaf _ -> 1;
                  case Rule.Nested nested -> nested.policy().leaves();
                  case Rule.Any any -> any.policies().stream().mapToInt(FilterPolicy::leaves).sum();
                })
        .sum();
  }

  /// The product over all keys of values times depth; alternatives add up.
  private long combinations(int depth) {
    long product = 1;
    for (var rule : rules) {
      product *=
          switch (rule) {
            case Rule.Leaf leaf -> (long) leaf.conditions().size() * depth;
            case Rule.Nested nested -> nested.policy().combinations(depth + 1);
            case Rule.Any any ->
                any.policies().stream().mapToLong(policy -> policy.combinations(depth)).sum();
          };
    }
    return product;
  }

  static SnsError invalid(String message) {
    return SnsError.invalid("FilterPolicy: " + message);
  }
}
