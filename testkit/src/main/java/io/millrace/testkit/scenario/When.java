package io.millrace.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What tasks of one name do: a list of answers, one an attempt; the last one is given again and
/// again. One test, one thread.
public final class When {
  private final String name;
  private final List<Answer> answers = new ArrayList<>();
  private Duration after = Duration.ZERO;
  private @Nullable Duration beat;
  private int calls;

  When(String name) {
    this.name = name;
  }

  /// The next answer takes so long.
  public When after(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("A task cannot take " + time + ".");
    }
    after = time;
    return this;
  }

  /// Until its next answer the task sends heartbeats this often.
  public When beating(Duration every) {
    if (!every.isPositive()) {
      throw new IllegalArgumentException("A heartbeat cannot come every " + every + ".");
    }
    beat = every;
    return this;
  }

  /// It succeeds with this result: JSON text, or anything that Jackson can write as JSON. Of
  /// `lambda:invoke` this is the whole answer; see [#returnsPayload].
  public When returns(Object result) {
    JsonNode node = Texts.node(result);
    return add(new Answer.What.Returns(_ -> node));
  }

  /// A function invoked by `lambda:invoke` succeeds with this payload.
  public When returnsPayload(Object payload) {
    return returns(envelope(Texts.node(payload)));
  }

  /// It succeeds with what this gives: JSON text, or anything that Jackson can write as JSON.
  public When answers(Function<Call, Object> result) {
    return add(new Answer.What.Returns(call -> Texts.node(result.apply(call))));
  }

  /// A function invoked by `lambda:invoke` succeeds with the payload that this gives.
  public When answersPayload(Function<Call, Object> payload) {
    return add(new Answer.What.Returns(call -> envelope(Texts.node(payload.apply(call)))));
  }

  /// It fails, as a Retry or Catch sees it.
  public When throwsError(String error, @Nullable String cause) {
    return add(new Answer.What.Fails(error, cause));
  }

  /// It fails.
  public When throwsError(String error) {
    return throwsError(error, null);
  }

  /// It is never heard of again: its timeout or heartbeat strikes, if it has any.
  public When neverAnswers() {
    return add(new Answer.What.Silence());
  }

  /// Time stands still once such a task is open, until the test says how it goes on: [Run#succeed],
  /// [Run#fail], [Run#heartbeat] or [Run#advance].
  public When waitsForTest() {
    return add(new Answer.What.Held());
  }

  /// The latest answer is given this many times in all.
  public When times(int count) {
    if (answers.isEmpty() || count < 1) {
      throw new IllegalArgumentException("times(" + count + ") repeats the answer before it");
    }
    for (int i = 1; i < count; i++) {
      answers.add(answers.getLast());
    }
    return this;
  }

  /// Only for reading: `throwsError("A").then().returns("1")`.
  public When then() {
    return this;
  }

  private When add(Answer.What what) {
    answers.add(new Answer(after, beat, what));
    after = Duration.ZERO;
    beat = null;
    return this;
  }

  private static JsonNode envelope(JsonNode payload) {
    return Json.mapper()
        .createObjectNode()
        .put("ExecutedVersion", "$LATEST")
        .<ObjectNode>set("Payload", payload)
        .set("StatusCode", JsonNodeFactory.instance.numberNode(200));
  }

  String name() {
    return name;
  }

  boolean isEmpty() {
    return answers.isEmpty();
  }

  int countCall() {
    return calls++;
  }

  Answer answer(int call) {
    return answers.get(Math.min(call, answers.size() - 1));
  }
}
