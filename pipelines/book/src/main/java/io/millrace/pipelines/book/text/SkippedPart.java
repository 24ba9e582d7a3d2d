package io.millrace.pipelines.book.text;

/// Something the source holds that is not narrated: a title page, a contents list, a licence,
/// footnotes. `reason` is a short phrase for the user; `words` is how much was left out.
public record SkippedPart(String title, String reason, int words) {}
