package io.millrace.pipelines.stages.targeting;

import java.util.List;

/// What a product is about.
///
/// @param weight how much a purchase of the product says about a person, 1 to 100
/// @param keywords the words that its text repeats most, in order
public record Subject(
    int productId,
    Category category,
    int priceCents,
    String name,
    int weight,
    List<String> keywords,
    String text) {
  public Subject {
    keywords = List.copyOf(keywords);
  }
}
