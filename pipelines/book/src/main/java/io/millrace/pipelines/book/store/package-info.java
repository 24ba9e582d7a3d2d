/// Where the book pipeline keeps what it makes: objects in S3 ([ArtifactStore]) and rows in
/// PostgreSQL ([BookDatabase]). It knows keys, tables and statuses, but not how a book is fetched,
/// parsed or spoken. Read [ArtifactStore] first, then [BookDatabase], then the tables ([BookTable],
/// [ChapterTable], [ProcessingLog]).
@NullMarked
package io.millrace.pipelines.book.store;

import org.jspecify.annotations.NullMarked;
