package io.millrace.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Calls the endpoint as AWS's clients do.
record GlueClient(URI uri, HttpClient http) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static GlueClient of(URI uri) {
    return new GlueClient(uri, HttpClient.newHttpClient());
  }

  record Answer(int status, JsonNode body) {
    String error() {
      return body.path("__type").asText();
    }
  }

  Answer call(String operation, String json) {
    return call(operation, json, UUID.randomUUID().toString());
  }

  Answer call(String operation, String json, String invocation) {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=any")
            .header("X-Amz-Target", "AWSGlue." + operation)
            .header("amz-sdk-invocation-id", invocation)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), GlueFolder.JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new AssertionError(operation + " got no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// A job that may run twice at a time, with a setting more.
  void createJob(String name, String more) {
    var answer =
        call(
            "CreateJob",
            "{'Name':'%s','Role':'r','Command':{'Name':'glueetl'}%s}"
                .formatted(name, more.isEmpty() ? "" : "," + more)
                .replace('\'', '"'));
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
  }

  String startRun(String job) {
    return startRun(job, "{}");
  }

  String startRun(String job, String arguments) {
    var answer =
        call("StartJobRun", "{\"JobName\":\"" + job + "\",\"Arguments\":" + arguments + "}");
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return answer.body().path("JobRunId").asText();
  }

  JsonNode run(String job, String id) {
    return call("GetJobRun", "{\"JobName\":\"" + job + "\",\"RunId\":\"" + id + "\"}")
        .body()
        .path("JobRun");
  }

  String state(String job, String id) {
    return run(job, id).path("JobRunState").asText();
  }

  /// Waits until the run is in this state.
  JsonNode await(String job, String id, String state) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!state(job, id).equals(state)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It does not become " + state + ": " + run(job, id));
      }
      LockSupport.parkNanos(5_000_000);
    }
    return run(job, id);
  }

  void stop(String job, String id) {
    var answer =
        call("BatchStopJobRun", "{\"JobName\":\"" + job + "\",\"JobRunIds\":[\"" + id + "\"]}");
    if (answer.body().path("SuccessfulSubmissions").size() != 1) {
      throw new AssertionError(answer);
    }
  }
}
