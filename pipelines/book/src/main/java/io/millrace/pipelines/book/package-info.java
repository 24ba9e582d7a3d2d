/// A book becomes an audiobook: definitions in Amazon States Language, and the Lambda handlers,
/// text and sound behind them. Nothing here knows where it runs: no engine, no runtime, only AWS's
/// interfaces. Read [io.millrace.pipelines.book.Definitions] first, then the handlers.
@NullMarked
package io.millrace.pipelines.book;

import org.jspecify.annotations.NullMarked;
