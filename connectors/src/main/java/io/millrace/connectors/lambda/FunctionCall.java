package io.millrace.connectors.lambda;

import org.jspecify.annotations.Nullable;

/// One call of a function: the request of Lambda's Invoke.
///
/// @param functionName a name, a partial or a whole ARN, with or without a qualifier
/// @param qualifier a version or an alias, or null
/// @param payload JSON text
/// @param clientContext base64 of a JSON object, as the definition gives it, or null
/// @param logTail whether the last 4 KiB of the log are asked for
/// @param idempotencyKey the attempt's name: the same when the call is repeated after a crash
public record FunctionCall(
    String functionName,
    @Nullable String qualifier,
    String payload,
    Type type,
    @Nullable String clientContext,
    boolean logTail,
    String idempotencyKey) {

  /// `InvocationType` of Lambda's Invoke.
  public enum Type {
    REQUEST_RESPONSE("RequestResponse"),
    EVENT("Event"),
    DRY_RUN("DryRun");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /// As the API writes it.
    public String text() {
      return text;
    }
  }
}
