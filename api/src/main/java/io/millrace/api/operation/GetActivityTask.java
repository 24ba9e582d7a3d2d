package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.activity.Activities;
import java.io.IOException;

/// GetActivityTask: a long poll. An answer without a token says that no task came within 60 s.
final class GetActivityTask implements Operation {
  private final Activities activities;

  GetActivityTask(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "GetActivityTask";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String arn = request.text("activityArn", TextRule.ARN);
    String workerName = request.optionalText("workerName", TextRule.NAME);
    request.check();

    Activities.Work work = activities.take(arn, workerName);

    if (work != null) {
      answer.writeStringField("taskToken", work.taskToken());
      answer.writeStringField("input", work.input());
    }
  }
}
