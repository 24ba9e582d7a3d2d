package io.millrace.asl.model;

import io.millrace.asl.expression.Expression;
import org.jspecify.annotations.Nullable;

/// How a distributed Map groups items, so that a child execution gets several (developer guide,
/// "ItemBatcher (Map)").
///
/// @param maxItems `MaxItemsPerBatch` or its Path form, or null for no such limit
/// @param maxInputBytes `MaxInputBytesPerBatch` or its Path form, at most 262,144; null for that
/// @param batchInput what each batch gets besides its items, or null
public record ItemBatcher(
    @Nullable Expression maxItems,
    @Nullable Expression maxInputBytes,
    @Nullable Expression batchInput) {}
