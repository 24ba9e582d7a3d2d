package io.millrace.pipelines.book.scrape;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A source that answered, its bytes still to be read.
///
/// @param body limited to the configured size, and never shorter than announced: a connection that
///   ends early throws
/// @param finalUrl the address after redirects
/// @param contentType media type without parameters, lower case, as the server says
/// @param charset the server's charset parameter
/// @param fileName last segment of the final address, which parsers take as a hint
public record OpenSource(
    InputStream body,
    String finalUrl,
    @Nullable String contentType,
    @Nullable String charset,
    @Nullable String fileName)
    implements AutoCloseable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}
