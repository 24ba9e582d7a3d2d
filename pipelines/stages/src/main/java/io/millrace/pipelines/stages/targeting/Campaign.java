package io.millrace.pipelines.stages.targeting;

import java.util.List;

/// The data model of a campaign: what was asked for, and the catalogue it is about.
public record Campaign(CampaignRequest request, List<Product> products) {
  public Campaign {
    products = List.copyOf(products);
  }
}
