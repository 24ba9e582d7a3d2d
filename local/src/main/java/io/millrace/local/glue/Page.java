package io.millrace.local.glue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A part of a list, as `MaxResults` and `NextToken` ask for it.
///
/// @param next where the next page begins; empty when this is the last
record Page(List<ObjectNode> entries, String next) {
  private static final int RESULTS_MAX = 1_000;

  static Page of(List<ObjectNode> all, ObjectNode request) {
    int begin;
    try {
      begin = Integer.parseInt(request.path("NextToken").asText("0"));
    } catch (NumberFormatException _) {
      throw GlueError.invalid("NextToken is not one of this endpoint's");
    }
    var from = Math.clamp(begin, 0, all.size());
    var most = Math.clamp(request.path("MaxResults").asInt(RESULTS_MAX), 1, RESULTS_MAX);
    var to = Math.min(all.size(), from + most);
    return new Page(all.subList(from, to), to == all.size() ? "" : Integer.toString(to));
  }

  ObjectNode answer(String field) {
    var answer = JsonNodeFactory.instance.objectNode();
    answer.putArray(field).addAll(entries);
    if (!next.isEmpty()) {
      answer.put("NextToken", next);
    }
    return answer;
  }
}
