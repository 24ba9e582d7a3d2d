package io.millrace.pipelines.stages.targeting;

/// A thing to offer.
///
/// @param priceCents at least 100
/// @param text what its page says
public record Product(int id, Category category, int priceCents, String name, String text) {}
