package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.activity.Activity;
import java.io.IOException;

/// CreateActivity. Tags and encryption are taken and not kept.
final class CreateActivity implements Operation {
  private final Activities activities;

  CreateActivity(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "CreateActivity";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String name = request.text("name", TextRule.NAME);
    request.check();

    Activity activity = activities.create(name);

    answer.writeStringField("activityArn", activity.arn());
    Timestamps.write(answer, "creationDate", activity.createdMillis());
  }
}
