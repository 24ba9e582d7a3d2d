package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.ResourceNames;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.activity.Activity;
import java.io.IOException;
import java.util.List;

/// ListActivities, sorted by name.
final class ListActivities implements Operation {
  private static final String LISTING = "ListActivities";

  private final Activities activities;

  ListActivities(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return LISTING;
  }

  private static String name(String cursor) {
    if (!ResourceNames.isName(cursor)) {
      throw new IllegalArgumentException("not the name of an activity");
    }
    return cursor;
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String token = request.optionalText("nextToken", TextRule.PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    String afterName =
        token == null ? null : PageToken.cursor(LISTING, token, ListActivities::name);

    // One more than the page holds tells whether there is a next page.
    List<Activity> found = activities.list(afterName, pageSize + 1);

    List<Activity> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("activities");
    for (Activity activity : page) {
      answer.writeStartObject();
      answer.writeStringField("activityArn", activity.arn());
      answer.writeStringField("name", activity.name());
      Timestamps.write(answer, "creationDate", activity.createdMillis());
      answer.writeEndObject();
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      answer.writeStringField("nextToken", PageToken.of(LISTING, page.getLast().name()));
    }
  }
}
