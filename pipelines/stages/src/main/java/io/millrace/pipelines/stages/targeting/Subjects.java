package io.millrace.pipelines.stages.targeting;

import java.util.List;

/// All subjects of a campaign, in the order of their products' ids.
public record Subjects(CampaignRequest request, List<Subject> subjects) {
  public Subjects {
    subjects = List.copyOf(subjects);
  }
}
