package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.log.KeyedLog;
import io.millrace.local.loopback.Request;
import io.millrace.local.loopback.Response;
import io.millrace.local.loopback.Service;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the action a request asks for, and turns refusals into SQS's errors (AWS JSON 1.0 protocol
/// with `x-amzn-query-error`, as the SDKs read it since SQS left the query protocol).
final class Operations implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final String TARGET = "AmazonSQS.";

  private final QueueOperations queues;
  private final SendOperations sending;
  private final ReceiveOperations receiving;
  private final MoveTasks moving;

  Operations(Queues queues, QueueUrls urls) {
    this.queues = new QueueOperations(queues, urls);
    this.sending = new SendOperations(queues, urls);
    this.receiving = new ReceiveOperations(queues, urls);
    this.moving = new MoveTasks(queues);
  }

  @Override
  public Response answer(Request request) {
    try {
      var target = request.header("x-amz-target").orElse("");
      if (!request.method().equals("POST") || !target.startsWith(TARGET)) {
        throw SqsError.unknownAction(target.isEmpty() ? "of this request" : target);
      }
      if (!request.header("authorization").orElse("").startsWith("AWS4-HMAC-SHA256")) {
        throw SqsError.unsigned();
      }
      var answer = act(target.substring(TARGET.length()), Json.request(request.body()));
      return json(200, Map.of(), answer);
    } catch (SqsError e) {
      return error(e);
    } catch (UncheckedIOException e) {
      if (KeyedLog.isDiskFull(e)) {
        return error(SqsError.diskFull());
      }
      LOG.atError().setCause(e).log("An SQS request failed at the disk");
      return error(SqsError.internal(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public Response tooLarge(int bytesMax) {
    return error(SqsError.tooLarge(bytesMax));
  }

  @Override
  public Response failure(RuntimeException failure) {
    return error(SqsError.internal("The endpoint failed: " + failure));
  }

  private ObjectNode act(String action, JsonNode request) {
    return switch (action) {
      case "CreateQueue" -> queues.create(request);
      case "DeleteQueue" -> queues.delete(request);
      case "GetQueueAttributes" -> queues.attributes(request);
      case "GetQueueUrl" -> queues.url(request);
      case "ListDeadLetterSourceQueues" -> queues.deadLetterSources(request);
      case "ListQueueTags" -> queues.tags(request);
      case "ListQueues" -> queues.list(request);
      case "PurgeQueue" -> queues.purge(request);
      case "SetQueueAttributes" -> queues.setAttributes(request);
      case "TagQueue" -> queues.tag(request);
      case "UntagQueue" -> queues.untag(request);
      case "SendMessage" -> sending.send(request);
      case "SendMessageBatch" -> sending.sendBatch(request);
      case "ReceiveMessage" -> receiving.receive(request);
      case "DeleteMessage" -> receiving.delete(request);
      case "DeleteMessageBatch" -> receiving.deleteBatch(request);
      case "ChangeMessageVisibility" -> receiving.changeVisibility(request);
      case "ChangeMessageVisibilityBatch" -> receiving.changeVisibilityBatch(request);
      case "StartMessageMoveTask" -> moving.start(request);
      case "ListMessageMoveTasks" -> moving.list(request);
      case "CancelMessageMoveTask" -> moving.cancel(request);
      case "AddPermission", "RemovePermission" ->
          throw SqsError.unsupported(
              "This endpoint has no access control, so " + action + " has no effect to give.");
      default -> throw SqsError.unknownAction(action);
    };
  }

  private static Response error(SqsError error) {
    var body =
        Json.object()
            .put("__type", error.type())
            .put("message", String.valueOf(error.getMessage()));
    var fault = error.isSenderFault() ? ";Sender" : ";Receiver";
    return json(error.status(), Map.of("x-amzn-query-error", error.queryCode() + fault), body);
  }

  private static Response json(int status, Map<String, String> more, JsonNode body) {
    var headers = new HashMap<>(more);
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
    return new Response(status, headers, Json.bytes(body));
  }
}
