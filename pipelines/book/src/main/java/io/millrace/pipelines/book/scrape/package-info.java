/// Fetches the bytes of one book: over HTTP, from S3, or from a local file where that is allowed.
/// It knows protocols, limits and manners (robots.txt, Retry-After, no private addresses), and must
/// not know what a book is beyond the first bytes that tell formats apart. Read [SourceReader]
/// first, then [HttpSource].
@NullMarked
package io.millrace.pipelines.book.scrape;

import org.jspecify.annotations.NullMarked;
