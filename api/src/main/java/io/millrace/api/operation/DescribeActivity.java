package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.activity.Activity;
import java.io.IOException;

/// DescribeActivity (recorded: api_activities/test_create_describe_delete_activity).
final class DescribeActivity implements Operation {
  private final Activities activities;

  DescribeActivity(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "DescribeActivity";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String arn = request.text("activityArn", TextRule.ARN);
    request.check();

    Activity activity = activities.describe(arn);

    answer.writeStringField("activityArn", activity.arn());
    answer.writeStringField("name", activity.name());
    Timestamps.write(answer, "creationDate", activity.createdMillis());
    answer.writeObjectFieldStart("encryptionConfiguration");
    answer.writeStringField("type", "AWS_OWNED_KEY");
    answer.writeEndObject();
  }
}
