package io.millrace.pipelines.stages.targeting;

import java.util.List;

/// Somebody the campaign writes to, and what about.
public record Target(Candidate candidate, List<Offer> offers) {
  public Target {
    offers = List.copyOf(offers);
  }
}
