package io.millrace.pipelines.stages.targeting;

/// A letter in the outbox.
///
/// @param id the same whenever the same run writes it again, so that whoever sends it can drop the
///   second
public record Notification(
    String id, int personId, String email, Category category, String subject, String body) {}
