package io.millrace.local.lambda;

import java.util.Optional;
import java.util.UUID;

/// One call of Lambda's Invoke operation.
///
/// @param function a function's name, `name:qualifier`, partial ARN or ARN
/// @param qualifier version or alias, when it is not part of `function`
/// @param payload the event; empty means `{}`, as on AWS
/// @param type whether the caller waits
/// @param clientRequestId becomes the `awsRequestId` the handler sees. The same for every dispatch
///   of one task, so that a handler can recognise a repetition
public record InvokeRequest(
    String function,
    Optional<String> qualifier,
    Payload payload,
    InvocationType type,
    String clientRequestId) {

  /// Lambda's `InvocationType`.
  public enum InvocationType {
    /// The caller waits for the answer.
    REQUEST_RESPONSE,
    /// The caller gets 202 at once. Unlike AWS, which repeats a failed one twice, it runs once
    /// here.
    EVENT,
    /// Only checks that it could be invoked: 204.
    DRY_RUN
  }

  /// A synchronous call under a request id of its own.
  public static InvokeRequest of(String function, Payload payload) {
    return new InvokeRequest(
        function,
        Optional.empty(),
        payload,
        InvocationType.REQUEST_RESPONSE,
        UUID.randomUUID().toString());
  }

  public InvokeRequest withType(InvocationType type) {
    return new InvokeRequest(function, qualifier, payload, type, clientRequestId);
  }

  public InvokeRequest withQualifier(String qualifier) {
    return new InvokeRequest(function, Optional.of(qualifier), payload, type, clientRequestId);
  }

  public InvokeRequest withClientRequestId(String id) {
    return new InvokeRequest(function, qualifier, payload, type, id);
  }
}
