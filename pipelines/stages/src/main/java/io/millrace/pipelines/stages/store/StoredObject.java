package io.millrace.pipelines.stages.store;

import java.time.Instant;

/// What the store says of an object.
///
/// @param bytes its size
/// @param etag changes with the content; in the form the store gives, quotes included
/// @param modified when it was written, in whole seconds on AWS
public record StoredObject(ObjectLocation location, long bytes, String etag, Instant modified) {}
