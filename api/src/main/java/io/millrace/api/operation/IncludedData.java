package io.millrace.api.operation;

import io.millrace.api.protocol.Request;
import java.util.List;

/// `includedData`: whether an answer shows what AWS would encrypt.
final class IncludedData {
  private static final List<String> WORDS = List.of("METADATA_ONLY", "ALL_DATA");

  private IncludedData() {}

  static boolean isAll(Request request) {
    return !"METADATA_ONLY".equals(request.optionalWord("includedData", WORDS));
  }
}
