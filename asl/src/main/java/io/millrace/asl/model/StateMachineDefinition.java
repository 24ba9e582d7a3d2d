package io.millrace.asl.model;

import org.jspecify.annotations.Nullable;

/// A parsed definition.
///
/// @param timeoutSeconds the whole execution's limit in seconds, or null for AWS's limit of a year
public record StateMachineDefinition(
    @Nullable String comment,
    QueryLanguage queryLanguage,
    @Nullable String version,
    @Nullable Integer timeoutSeconds,
    StateGraph graph) {}
