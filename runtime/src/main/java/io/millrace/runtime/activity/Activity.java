package io.millrace.runtime.activity;

/// An activity.
///
/// @param createdMillis milliseconds since the epoch
public record Activity(String arn, String name, long createdMillis) {}
