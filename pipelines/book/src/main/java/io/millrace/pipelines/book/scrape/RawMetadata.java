package io.millrace.pipelines.book.scrape;

import org.jspecify.annotations.Nullable;

/// What `raw/{bookId}/metadata.json` says of the raw object beside it. It is written after the
/// object, so that its presence means the object is whole.
///
/// @param source as the input gave it
/// @param finalUrl after redirects
/// @param sha256 of the raw bytes, hexadecimal
/// @param contentType as the source said it, else as the first bytes look
/// @param fetchedAt ISO 8601, UTC
/// @param runId the execution that fetched it; a forced repeat within the same execution finds its
///   own work
public record RawMetadata(
    String bookId,
    String source,
    String finalUrl,
    String rawS3Key,
    String sha256,
    @Nullable String contentType,
    @Nullable String charset,
    @Nullable String fileName,
    long bytes,
    String fetchedAt,
    String runId) {}
