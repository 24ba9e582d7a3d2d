package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/// Queue URLs of this endpoint. A URL that was given out under another port still names its queue:
/// only its last part counts.
record QueueUrls(URI endpoint, String account) {

  String of(String name) {
    return endpoint + "/" + account + "/" + name;
  }

  /// The name in a request's QueueUrl.
  String name(JsonNode request) {
    var url = Json.required(request, "QueueUrl");
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
