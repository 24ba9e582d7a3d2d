package io.millrace.pipelines.stages;

/// What a stage answers: small, whatever the data. The chain drops it; histories and logs show it.
///
/// @param status always `SUCCESS`: a failure is an exception
/// @param recordsProcessed read from the input
/// @param recordsWritten of the output
/// @param bytesRead of the input, as stored
/// @param bytesWritten of the output, as stored
/// @param elapsedMillis of this attempt
/// @param manifest the key of what it published
/// @param reused whether the output was there already, made of the same input by the same version
record StageAnswer(
    String status,
    String stage,
    long recordsProcessed,
    long recordsWritten,
    long bytesRead,
    long bytesWritten,
    long elapsedMillis,
    String manifest,
    boolean reused) {}
