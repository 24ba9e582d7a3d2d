package io.millrace.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What an EventBridge connection adds to a request: credentials, and parameters that all requests
/// over it share. They come from this server's environment and leave it in the request only.
///
/// @param headers by name
/// @param query parameters by name
record Connection(Map<String, String> headers, Map<String, String> query) {
  private static final String VARIABLE = "MILLRACE_CONNECTION_";

  /// Not configured, or not readable; the message says what to do and shows no secret.
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message, null, false, false);
    }
  }

  @Override
  public String toString() {
    return "Connection[headers=" + headers.keySet() + ", query=" + query.keySet() + "]";
  }

  /// The connection with this ARN: `MILLRACE_CONNECTION_NAME` holds what EventBridge's
  /// CreateConnection takes as `AuthParameters`, in JSON.
  ///
  /// @param arn `arn:aws:events:…:connection/NAME/ID`
  /// @throws UnusableException when it is not configured
  static Connection of(String arn, Map<String, String> environment) throws UnusableException {
    String[] parts = arn.split("/", -1);
    String name = parts.length > 1 ? parts[1] : arn;
    String variable = VARIABLE + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    String text = environment.get(variable);
    if (text == null) {
      throw new UnusableException(
          "The connection '"
              + name
              + "' is not configured. Start the server with "
              + variable
              + " set to its AuthParameters in JSON, as EventBridge's CreateConnection takes"
              + " them.");
    }
    try {
      return read(Json.parse(text), variable);
    } catch (JsonProcessingException _) {
      throw new UnusableException("The value of " + variable + " is not JSON.");
    }
  }

  private static Connection read(JsonNode parameters, String variable) throws UnusableException {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, String> query = new LinkedHashMap<>();
    JsonNode key = parameters.path("ApiKeyAuthParameters");
    JsonNode basic = parameters.path("BasicAuthParameters");
    if (key.isObject()) {
      headers.put(key.path("ApiKeyName").asText(), key.path("ApiKeyValue").asText());
    } else if (basic.isObject()) {
      String user = basic.path("Username").asText() + ":" + basic.path("Password").asText();
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    } else if (!parameters.path("InvocationHttpParameters").isObject()) {
      throw new UnusableException(
          variable
              + " has neither ApiKeyAuthParameters nor BasicAuthParameters nor"
              + " InvocationHttpParameters; OAuth is not supported here.");
    }
    JsonNode shared = parameters.path("InvocationHttpParameters");
    shared
        .path("HeaderParameters")
        .forEach(p -> headers.put(p.path("Key").asText(), p.path("Value").asText()));
    shared
        .path("QueryStringParameters")
        .forEach(p -> query.put(p.path("Key").asText(), p.path("Value").asText()));
    return new Connection(headers, query);
  }
}
