package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.ValueStage;
import java.util.List;
import java.util.TreeMap;

/// Stage 10: what goes back to the directory: who got what, and the numbers of the campaign.
public final class LoopBack extends ValueStage<List<Notification>, Feedback> {
  @Override
  protected Feedback process(List<Notification> notifications, StageRun run) {
    var byCategory = new TreeMap<Category, Integer>();
    var characters = 0L;
    for (var notification : notifications) {
      byCategory.merge(notification.category(), 1, Integer::sum);
      characters += notification.body().length();
    }
    return new Feedback(
        notifications.size(),
        characters,
        byCategory,
        notifications.stream()
            .map(
                one ->
                    new Feedback.Entry(one.personId(), one.id(), one.subject() + "\n" + one.body()))
            .toList());
  }
}
