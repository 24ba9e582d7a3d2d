package io.millrace.pipelines.stages.targeting;

/// One thing in one letter.
public record Offer(int productId, int priceCents, String line) {}
