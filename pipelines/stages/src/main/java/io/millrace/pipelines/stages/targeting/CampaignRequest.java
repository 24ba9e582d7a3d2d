package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.PermanentStageException;

/// The message that starts a run.
///
/// @param campaign what it is called
/// @param seed decides everything that is generated
/// @param candidates how many people there are, 1 to 10,000,000
/// @param products how many things there are to offer, 8 to 100,000
public record CampaignRequest(String campaign, long seed, int candidates, int products) {
  public CampaignRequest {
    if (candidates < 1 || candidates > 10_000_000 || products < 8 || products > 100_000) {
      throw new PermanentStageException(
          "A campaign needs 1 to 10,000,000 candidates and 8 to 100,000 products; the message asks"
              + " for "
              + candidates
              + " and "
              + products
              + ".");
    }
  }
}
