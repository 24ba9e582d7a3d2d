package io.millrace.pipelines.stages.targeting;

/// Somebody whom the campaign may write to.
///
/// @param best the category that the purchases say most about
/// @param score how much they say about it
/// @param spentCents everything ever bought
public record Candidate(Person person, Category best, int score, int spentCents) {}
