package io.millrace.api.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// One operation of the API. Implementations are safe for concurrent use.
public interface Operation {
  /// As `X-Amz-Target` names it, after the dot.
  String name();

  /// Carries the operation out and writes the fields of its answer into the object that is open.
  /// What was written is thrown away when an exception follows.
  ///
  /// @throws ApiException when the request is wrong
  /// @throws io.millrace.runtime.RefusedException when the runtime refuses it
  void answer(Request request, JsonGenerator answer) throws IOException;
}
