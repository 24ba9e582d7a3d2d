package io.millrace.pipelines.stages.targeting;

/// What somebody bought.
///
/// @param daysAgo 0 to 729
public record Purchase(int productId, int daysAgo, int cents, String channel) {}
