package io.millrace.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.protocol.Request;
import io.millrace.runtime.machine.QualifiedArn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `routingConfiguration`: one or two versions with the share of executions each gets. API
/// reference, `RoutingConfigurationListItem`.
///
/// @param weights in the order of the versions, in percent
record RoutingJson(List<QualifiedArn> versions, List<Integer> weights) {
  private static final String FIELD = "routingConfiguration";

  /// Recorded: api_aliasing/test_error_create_alias_invalid_name.
  private static final String ALIAS_PATTERN = "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$";

  private static final Pattern ALIAS = Pattern.compile(ALIAS_PATTERN);

  static void checkAliasName(String name, Request request) {
    boolean tooLong = name.length() > 80; // which has been noted already
    if (!name.isEmpty() && !tooLong && !ALIAS.matcher(name).matches()) {
      request.violate(
          "Value '" + name + "'",
          "name",
          "Member must satisfy regular expression pattern: " + ALIAS_PATTERN);
    }
  }

  /// The configuration; what is wrong with it is noted, and [Request#check()] has to follow.
  static RoutingJson required(Request request) {
    RoutingJson routing = optional(request);
    if (routing == null) {
      request.violate("Value null", FIELD, "Member must not be null");
      return new RoutingJson(List.of(), List.of());
    }
    return routing;
  }

  /// The configuration, or null when absent.
  static @Nullable RoutingJson optional(Request request) {
    JsonNode list = request.optionalNode(FIELD);
    if (list == null) {
      return null;
    }
    if (list.isEmpty() || list.size() > 2) {
      request.violate("Value", FIELD, "Member must have length between 1 and 2");
      return new RoutingJson(List.of(), List.of());
    }
    request.check(); // Below, ARNs are taken apart, which refuses by itself.
    List<QualifiedArn> versions = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (JsonNode route : list) {
      versions.add(QualifiedArn.required(route.path("stateMachineVersionArn").asText("")));
      int weight = route.path("weight").asInt(-1);
      if (weight < 0 || weight > 100) {
        request.violate(
            "Value '" + route.path("weight").asText() + "'",
            FIELD + "." + versions.size() + ".member.weight",
            "Member must have value between 0 and 100");
      }
      weights.add(weight);
    }
    return new RoutingJson(versions, weights);
  }
}
