package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.State;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.execution.Retries;
import io.millrace.engine.execution.Scopes;
import io.millrace.engine.task.TaskAttempt;
import org.jspecify.annotations.Nullable;

/// Task states: scheduling an attempt, and what news of it means.
final class Tasks {
  /// Longest error name and cause in characters (API reference, SendTaskFailure); a function may
  /// answer megabytes.
  private static final int ERROR_MAX = 256;

  private static final int CAUSE_MAX = 32_768;

  private Tasks() {}

  static @Nullable String cutCause(@Nullable String cause) {
    return cut(cause, CAUSE_MAX);
  }

  private static @Nullable String cut(@Nullable String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most);
  }

  static void schedule(Run run, Frame frame, State.Task task) {
    String token = needsToken(task.resource()) ? run.nextToken() : null;
    Payload input = Inputs.effective(run, frame);
    Payload parameters = Inputs.arguments(run, frame, input, token);
    Scope scope =
        Scopes.once(run.x, frame, input.node(), Scopes.Use.ARGUMENTS, token, run.nowMillis);
    Long timeout = seconds(task.timeout(), scope, "TimeoutSeconds");
    Long heartbeat = seconds(task.heartbeat(), scope, "HeartbeatSeconds");
    String role = roleArn(task.credentials(), scope);
    TaskEvents.scheduled(run, frame, task.resource(), parameters, timeout, heartbeat, role);
    run.dispatch(frame, (Phase.Attempt) frame.phase());
  }

  /// Also a `.sync` task has a token, and ends by it when it is used (recorded:
  /// callback/test_sync_with_task_token).
  private static boolean needsToken(Resource resource) {
    return switch (resource) {
      case Resource.ServiceIntegration service -> service.pattern() != Pattern.REQUEST_RESPONSE;
      case Resource.Activity _ -> true;
      case Resource.LambdaFunction _ -> false;
    };
  }

  private static @Nullable Long seconds(
      @Nullable Expression expression, Scope scope, String field) {
    if (expression == null) {
      return null;
    }
    JsonNode value = expression.evaluate(scope);
    if (!value.isIntegralNumber() || value.longValue() <= 0) {
      throw new ExpressionFailure(
          Retries.RUNTIME,
          "Expected a positive integer for " + field + ", but got: " + value + ".",
          field);
    }
    return value.longValue();
  }

  private static @Nullable String roleArn(@Nullable Expression credentials, Scope scope) {
    if (credentials == null) {
      return null;
    }
    JsonNode role = credentials.evaluate(scope).path("RoleArn");
    return role.isTextual() ? role.textValue() : null;
  }

  /// The attempt as a connector gets it.
  static TaskAttempt attempt(Run run, Frame frame, Phase.Attempt attempt) {
    State.Task task = (State.Task) frame.state();
    return new TaskAttempt(
        run.x.header().id(),
        run.x.header().arn(),
        attempt.scheduledEventId(),
        task.name(),
        task.resource(),
        attempt.parameters(),
        attempt.timeoutMillis(),
        attempt.heartbeatSeconds(),
        needsToken(task.resource())
            ? run.tokens.issue(run.x.header().id(), attempt.scheduledEventId())
            : null,
        attempt.credentialsRoleArn(),
        handedOver(task.resource(), attempt));
  }

  /// A worker that has taken a task of an activity answers nothing when it does.
  private static @Nullable Payload handedOver(Resource resource, Phase.Attempt attempt) {
    return resource instanceof Resource.Activity && attempt.started()
        ? Payload.EMPTY_OBJECT
        : attempt.submission();
  }

  static void started(Run run, Frame frame, Command.TaskStarted news) {
    ensureStarted(run, frame, news.atMillis(), news.workerName());
    if (frame.state() instanceof State.Task task
        && task.resource() instanceof Resource.Activity
        && frame.phase() instanceof Phase.Attempt attempt) {
      run.armAttempt(frame, attempt); // its time runs from now
    }
  }

  static void submitted(Run run, Frame frame, Command.TaskSubmitted news) {
    ensureStarted(run, frame, news.startedMillis(), null);
    if (frame.phase() instanceof Phase.Attempt attempt && !attempt.submitted()) {
      TaskEvents.submitted(run, frame, resource(frame), news.output());
      if (waitsForJob(resource(frame))) {
        run.dispatch(frame, attempt); // the job is known now: it is looked after until it ends
      } else {
        run.armAttempt(frame, attempt);
      }
    }
  }

  private static boolean waitsForJob(Resource resource) {
    return resource instanceof Resource.ServiceIntegration service
        && switch (service.pattern()) {
          case SYNC, SYNC_2 -> true;
          case REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN -> false;
        };
  }

  /// A task token may have ended what a connector still looks after.
  private static void forgetJob(Run run, Frame frame) {
    if (frame.phase() instanceof Phase.Attempt attempt
        && attempt.submission() != null
        && waitsForJob(resource(frame))) {
      run.effect(new Effect.ForgetTask(attempt.scheduledEventId()));
    }
  }

  static void succeeded(Run run, Frame frame, Command.TaskSucceeded news) {
    ensureStarted(run, frame, news.startedMillis(), null);
    forgetJob(run, frame);
    if (run.isTooLarge(news.output())) {
      // Recorded: error_handling/test_task_lambda_data_limit_exceeded_on_large_utf8_response.
      TaskEvents.failed(
          run,
          frame,
          resource(frame),
          "States.DataLimitExceeded",
          "The state/task '"
              + resource(frame).arn()
              + "' returned a result with a size exceeding the maximum number of bytes service"
              + " limit.");
    } else {
      TaskEvents.succeeded(run, frame, resource(frame), news.output());
    }
    run.x.ready().add(frame);
  }

  static void failed(Run run, Frame frame, Command.TaskFailed news) {
    ensureStarted(run, frame, news.startedMillis(), null);
    forgetJob(run, frame);
    TaskEvents.failed(
        run, frame, resource(frame), cut(news.error(), ERROR_MAX), cut(news.cause(), CAUSE_MAX));
    run.x.ready().add(frame);
  }

  static void heartbeat(Run run, Frame frame) {
    if (frame.phase() instanceof Phase.Attempt attempt) {
      attempt.alive(run.nowMillis);
      run.armAttempt(frame, attempt);
    }
  }

  /// A timeout or a missing heartbeat; true when it has struck.
  static boolean overdue(Run run, Frame frame, Phase.Attempt attempt) {
    if (run.nowMillis < Math.min(attempt.timeoutMillis(), attempt.heartbeatMillis())) {
      run.armAttempt(frame, attempt);
      return false;
    }
    run.effect(new Effect.CancelTask(attempt.scheduledEventId()));
    ensureStarted(run, frame, run.nowMillis, null);
    TaskEvents.timedOut(run, frame, resource(frame));
    return true;
  }

  /// `TaskStarted` with the time the connector began, if it has not been written yet.
  private static void ensureStarted(
      Run run, Frame frame, long atMillis, @Nullable String workerName) {
    if (frame.phase() instanceof Phase.Attempt attempt && !attempt.started()) {
      TaskEvents.started(
          run, frame, resource(frame), Math.min(atMillis, run.nowMillis), workerName);
    }
  }

  private static Resource resource(Frame frame) {
    return ((State.Task) frame.state()).resource();
  }
}
