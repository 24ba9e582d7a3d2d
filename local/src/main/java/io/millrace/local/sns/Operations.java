package io.millrace.local.sns;

import io.millrace.local.log.KeyedLog;
import io.millrace.local.loopback.Request;
import io.millrace.local.loopback.Response;
import io.millrace.local.loopback.Service;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the action a request asks for, and turns refusals into SNS's errors (AWS query protocol).
///
/// Requests must be signed, by any key: a web page cannot set that header without asking first, so
/// none can publish here behind the user's back. The links in messages work without.
final class Operations implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final TopicOperations topics;
  private final SubscriptionOperations subscriptions;
  private final PublishOperations publishing;
  private final Signer signer;

  Operations(
      TopicOperations topics,
      SubscriptionOperations subscriptions,
      PublishOperations publishing,
      Signer signer) {
    this.topics = topics;
    this.subscriptions = subscriptions;
    this.publishing = publishing;
    this.signer = signer;
  }

  @Override
  public Response answer(Request request) {
    try {
      if (request.rawPath().equals(Signer.CERTIFICATE_PATH)) {
        return new Response(
            200,
            Map.of("Content-Type", "application/x-pem-file"),
            signer.certificate().getBytes(StandardCharsets.US_ASCII));
      }
      return request.method().equals("GET") ? link(request) : action(request);
    } catch (SnsError e) {
      return error(e);
    } catch (UncheckedIOException e) {
      if (KeyedLog.isDiskFull(e)) {
        return error(SnsError.diskFull());
      }
      LOG.atError().setCause(e).log("An SNS request failed at the disk");
      return error(SnsError.internal(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public Response tooLarge(int bytesMax) {
    return error(SnsError.tooLarge(bytesMax));
  }

  @Override
  public Response failure(RuntimeException failure) {
    return error(SnsError.internal("The endpoint failed: " + failure));
  }

  private Response link(Request request) {
    var parameters = Parameters.of(request.rawQuery());
    var action = parameters.text("Action").orElse("");
    return switch (action) {
      case "ConfirmSubscription" -> success(action, subscriptions.confirm(parameters));
      case "Unsubscribe" -> success(action, subscriptions.unsubscribe(parameters));
      default -> throw SnsError.unsigned();
    };
  }

  private Response action(Request request) {
    if (!request.header("authorization").orElse("").startsWith("AWS4-HMAC-SHA256")) {
      throw SnsError.unsigned();
    }
    var parameters = Parameters.of(new String(request.body(), StandardCharsets.UTF_8));
    var action = parameters.text("Action").orElse("of this request");
    return success(action, act(action, parameters));
  }

  private Consumer<Xml> act(String action, Parameters request) {
    return switch (action) {
      case "CreateTopic" -> topics.create(request);
      case "DeleteTopic" -> topics.delete(request);
      case "ListTopics" -> topics.list(request);
      case "GetTopicAttributes" -> topics.attributes(request);
      case "SetTopicAttributes" -> topics.setAttribute(request);
      case "TagResource" -> topics.tag(request);
      case "UntagResource" -> topics.untag(request);
      case "ListTagsForResource" -> topics.tagsOf(request);
      case "Subscribe" -> subscriptions.subscribe(request);
      case "ConfirmSubscription" -> subscriptions.confirm(request);
      case "Unsubscribe" -> subscriptions.unsubscribe(request);
      case "ListSubscriptions" -> subscriptions.list(request);
      case "ListSubscriptionsByTopic" -> subscriptions.listByTopic(request);
      case "GetSubscriptionAttributes" -> subscriptions.attributes(request);
      case "SetSubscriptionAttributes" -> subscriptions.setAttribute(request);
      case "Publish" -> publishing.publish(request);
      case "PublishBatch" -> publishing.publishBatch(request);
      default -> throw SnsError.unknownAction(action);
    };
  }

  private static Response success(String action, Consumer<Xml> result) {
    var requestId = UUID.randomUUID().toString();
    return xml(200, Xml.response(action, requestId, result), requestId);
  }

  private static Response error(SnsError error) {
    var requestId = UUID.randomUUID().toString();
    return xml(error.status(), Xml.error(error, requestId), requestId);
  }

  private static Response xml(int status, byte[] body, String requestId) {
    return new Response(
        status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
  }
}
