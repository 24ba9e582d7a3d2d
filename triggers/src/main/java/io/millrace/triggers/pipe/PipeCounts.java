package io.millrace.triggers.pipe;

/// What a pipe has done since it was started, in messages.
///
/// @param received also those that came again
/// @param filtered deleted, because they matched no filter
/// @param started handed over: an execution was started, or ended with success
/// @param duplicates deleted, because an earlier delivery had started their execution
/// @param failed left in the queue, because the target refused them or failed with them
/// @param retries attempts that met an unavailable target, of batches
/// @param inFlight handed over or about to be, not yet done
public record PipeCounts(
    long received,
    long filtered,
    long started,
    long duplicates,
    long failed,
    long retries,
    long inFlight) {}
