package io.millrace.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.connectors.aws.ParametersException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The Parameters or Arguments of `http:invoke` (developer guide, "Call HTTPS APIs in Step
/// Functions workflows", "HTTP Task fields").
///
/// @param headers of the task alone
/// @param body as it is sent, or null
record HttpParameters(
    URI endpoint,
    String method,
    String connectionArn,
    Map<String, String> headers,
    String query,
    @Nullable String body,
    String contentType) {
  private static final Set<String> FIELDS =
      Set.of(
          "ApiEndpoint",
          "Method",
          "Authentication",
          "InvocationConfig",
          "Headers",
          "QueryParameters",
          "RequestBody",
          "Transform");
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");

  /// Headers that AWS does not let a task set: those of the connection and of its own.
  private static final Set<String> RESERVED =
      Set.of(
          "host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te");

  /// @param isPlainAllowed whether `http:` will do, which AWS never allows
  /// @throws ParametersException when they are not what an HTTP task takes
  static HttpParameters read(JsonNode node, boolean isPlainAllowed) throws ParametersException {
    List<String> faults = new ArrayList<>();
    for (String field : (Iterable<String>) node::fieldNames) {
      if (!FIELDS.contains(field)) {
        faults.add("The field '" + field + "' is not supported by Step Functions");
      }
    }
    URI endpoint = endpoint(node.path("ApiEndpoint"), isPlainAllowed, faults);
    String method = node.path("Method").asText().toUpperCase(Locale.ROOT);
    if (!METHODS.contains(method)) {
      faults.add(
          "The value for the field 'Method' must be one of " + METHODS.stream().sorted().toList());
    }
    String connection =
        node.path("Authentication")
            .path("ConnectionArn")
            .asText(node.path("InvocationConfig").path("ConnectionArn").asText());
    if (connection.isEmpty()) {
      faults.add("The field 'ConnectionArn' is required but was missing");
    }
    Map<String, String> headers = headers(node.path("Headers"), faults);
    JsonNode transform = node.path("Transform");
    boolean isForm = transform.path("RequestBodyEncoding").asText().equals("URL_ENCODED");
    FormEncoding arrays =
        arrays(transform.path("RequestEncodingOptions").path("ArrayFormat"), faults);
    if (!faults.isEmpty() || endpoint == null) {
      throw new ParametersException(node, faults);
    }
    return new HttpParameters(
        endpoint,
        method,
        connection,
        headers,
        FormEncoding.REPEAT.write(node.path("QueryParameters")),
        body(node.path("RequestBody"), isForm, arrays),
        isForm ? "application/x-www-form-urlencoded" : "application/json");
  }

  private static @Nullable URI endpoint(JsonNode node, boolean isPlain, List<String> faults) {
    try {
      URI uri = new URI(node.asText());
      boolean isHttps = "https".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && (isHttps || (isPlain && "http".equalsIgnoreCase(uri.getScheme())))) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // said below
    }
    faults.add("The value for the field 'ApiEndpoint' must be a valid HTTPS URL");
    return null;
  }

  private static Map<String, String> headers(JsonNode node, List<String> faults) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : node.properties()) {
      String name = header.getKey();
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        faults.add("The header '" + name + "' is not supported by Step Functions");
      }
      headers.put(name, text(header.getValue()));
    }
    return headers;
  }

  private static FormEncoding arrays(JsonNode node, List<String> faults) {
    if (node.isMissingNode() || node.isNull()) {
      return FormEncoding.INDICES;
    }
    for (FormEncoding encoding : FormEncoding.values()) {
      if (encoding.name().equals(node.asText())) {
        return encoding;
      }
    }
    faults.add(
        "The value for the field 'ArrayFormat' must be one of " + List.of(FormEncoding.values()));
    return FormEncoding.INDICES;
  }

  private static @Nullable String body(JsonNode node, boolean isForm, FormEncoding arrays) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return isForm && node.isObject() ? arrays.write(node) : text(node);
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : Json.write(value);
  }
}
