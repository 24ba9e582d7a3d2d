package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.ValueStage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Stage 2: what each product is about, and how much it tells.
///
/// The weight grows with the number of different words that a text repeats, and an expensive
/// product tells more.
public final class SubjectExtraction extends ValueStage<Campaign, Subjects> {
  private static final int EXPENSIVE_CENTS = 10_000;
  private static final int WEIGHT_MAX = 100;

  /// A keyword occurs more often than this.
  private static final int OFTEN = 5;

  @Override
  protected Subjects process(Campaign campaign, StageRun run) {
    return new Subjects(
        campaign.request(), campaign.products().stream().map(SubjectExtraction::subject).toList());
  }

  private static Subject subject(Product product) {
    var keywords = keywords(product.text());
    var weight = keywords.size() * (product.priceCents() >= EXPENSIVE_CENTS ? 2 : 1);
    return new Subject(
        product.id(),
        product.category(),
        product.priceCents(),
        product.name(),
        Math.clamp(weight, 1, WEIGHT_MAX),
        keywords,
        product.text());
  }

  private static List<String> keywords(String text) {
    var counts = new TreeMap<String, Integer>();
    for (var word : text.split(" ")) {
      counts.merge(word, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(word -> word.getValue() > OFTEN)
        .map(Map.Entry::getKey)
        .toList();
  }
}
