package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A batch request's entries and their results (Amazon SQS developer guide, "Amazon SQS batch
/// actions"): the request is refused as a whole only for what concerns the whole.
final class Batch {
  private static final int ENTRIES_MAX = 10;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private final Map<String, JsonNode> entries = new LinkedHashMap<>();
  private final Map<String, ObjectNode> successful = new LinkedHashMap<>();
  private final Map<String, SqsError> failed = new LinkedHashMap<>();

  /// @throws SqsError when there are none or too many, or an id is wrong or repeated
  Batch(JsonNode request) {
    List<JsonNode> list = Json.list(request, "Entries");
    if (list.isEmpty()) {
      throw SqsError.emptyBatch();
    }
    if (list.size() > ENTRIES_MAX) {
      throw SqsError.tooManyEntries(list.size());
    }
    var seen = new HashSet<String>();
    for (var entry : list) {
      var id = Json.text(entry, "Id").orElse("");
      if (!ID.matcher(id).matches()) {
        throw SqsError.invalidBatchEntryId();
      }
      if (!seen.add(id)) {
        throw SqsError.idsNotDistinct(id);
      }
      entries.put(id, entry);
    }
  }

  Map<String, JsonNode> entries() {
    return entries;
  }

  void succeeded(String id, ObjectNode result) {
    successful.put(id, result.put("Id", id));
  }

  void failed(String id, SqsError error) {
    failed.put(id, error);
  }

  /// Does something to each entry; a refusal fails that entry only.
  void each(Consumer<Map.Entry<String, JsonNode>> work) {
    for (var entry : entries.entrySet()) {
      try {
        work.accept(entry);
      } catch (SqsError e) {
        failed(entry.getKey(), e);
      }
    }
  }

  ObjectNode answer() {
    var answer = Json.object();
    if (!successful.isEmpty()) {
      answer.putArray("Successful").addAll(successful.values());
    }
    if (!failed.isEmpty()) {
      var list = answer.putArray("Failed");
      failed.forEach(
          (id, error) ->
              list.addObject()
                  .put("Id", id)
                  .put("SenderFault", error.isSenderFault())
                  .put("Code", error.queryCode())
                  .put("Message", String.valueOf(error.getMessage())));
    }
    return answer;
  }
}
