package io.millrace.cli.book;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;

/// The input of an execution of `book`, as its definition and the handlers read it.
final class BookInput {
  private BookInput() {}

  /// The same options give the same text: that is how a command recognises the run it can go on
  /// with.
  static String of(BookOptions options) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("bookId", options.source().bookId());
    input.put("sourceUrl", options.source().location());
    input.putObject("formatOptions").put("provider", options.format());
    ObjectNode speech = input.putObject("ttsOptions").put("provider", options.speech());
    if (options.voice() != null) speech.put("voiceId", options.voice());
    input
        .putObject("limits")
        .put("formatConcurrency", options.parallel())
        .put("ttsConcurrency", options.parallel());
    if (options.chapters() != null) input.put("chapters", options.chapters().toString());
    if (options.dryRun()) input.put("dryRun", true);
    if (options.force()) input.put("force", true);
    input.putObject("metadata").put("requestedBy", "mill book");
    return Json.write(input);
  }
}
