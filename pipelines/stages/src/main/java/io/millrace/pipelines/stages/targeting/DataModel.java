package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.ValueStage;
import java.util.stream.IntStream;

/// Stage 1: from the message to the data model of its campaign.
public final class DataModel extends ValueStage<CampaignRequest, Campaign> {
  @Override
  protected Campaign process(CampaignRequest request, StageRun run) {
    var population = new Population(request);
    return new Campaign(
        request, IntStream.range(0, request.products()).mapToObj(population::product).toList());
  }
}
