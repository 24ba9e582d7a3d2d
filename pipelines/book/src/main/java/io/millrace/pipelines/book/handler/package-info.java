/// The Lambda functions of the book pipeline, one class each, and what they share: reading the
/// input, recording a stage, choosing providers. They know contracts, idempotency and rows, and
/// must not know which engine calls them nor where they run. Read [BookFunction] for the list, then
/// [StageRunner], then any handler.
@NullMarked
package io.millrace.pipelines.book.handler;

import org.jspecify.annotations.NullMarked;
