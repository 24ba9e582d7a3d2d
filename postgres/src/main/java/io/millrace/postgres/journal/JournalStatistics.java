package io.millrace.postgres.journal;

/// What the journal has done since it was opened.
///
/// @param commits batches committed
/// @param writes executions written in them, counted once for each batch
/// @param events events stored
/// @param eventBytes their stored form in bytes, before PostgreSQL compresses it
/// @param statements SQL statements of the connection that commits
public record JournalStatistics(
    long commits, long writes, long events, long eventBytes, long statements) {}
