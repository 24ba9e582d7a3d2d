package io.millrace.pipelines.stages.store;

/// What the store says of an object.
///
/// @param bytes its size
/// @param etag changes with the content; in the form the store gives, quotes included
public record StoredObject(ObjectLocation location, long bytes, String etag) {}
