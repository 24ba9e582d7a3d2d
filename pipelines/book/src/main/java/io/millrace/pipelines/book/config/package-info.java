/// Where the book handlers get their settings and secrets from: environment variables, files, AWS
/// Secrets Manager. It knows names of variables, their units and ranges, and nothing of books,
/// objects or tables; a wrong value refuses to start. Read [Settings] first, then [BookConfig].
@NullMarked
package io.millrace.pipelines.book.config;

import org.jspecify.annotations.NullMarked;
