package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.activity.Activities;

/// DeleteActivity.
final class DeleteActivity implements Operation {
  private final Activities activities;

  DeleteActivity(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "DeleteActivity";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String arn = request.text("activityArn", TextRule.ARN);
    request.check();

    activities.delete(arn);
  }
}
