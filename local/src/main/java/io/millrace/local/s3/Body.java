package io.millrace.local.s3;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Receives the body of an upload into a file.
final class Body {
  private static final int BUFFER_BYTES = 256 * 1024;

  private Body() {}

  /// Writes the body and checks its length and checksums; on [S3Error] the file holds something
  /// useless.
  static Checksums.Result receive(S3Request request, Path file) throws IOException {
    var chunked = request.isChunked() ? new AwsChunkedStream(request.body()) : null;
    var in = chunked != null ? chunked : request.body();
    var checksums = new Checksums(request);
    var length = 0L;
    try (var channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var out = Channels.newOutputStream(channel)) {
      var buffer = new byte[BUFFER_BYTES];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksums.update(buffer, 0, read);
        out.write(buffer, 0, read);
        length += read;
      }
    }
    var name = chunked != null ? "x-amz-decoded-content-length" : "content-length";
    var declared = request.header(name);
    if (declared.isPresent() && !declared.get().equals(Long.toString(length))) {
      throw new S3Error(
          400,
          "IncompleteBody",
          "The request body ended after " + length + " of " + declared.get() + " bytes.");
    }
    return checksums.finish(request, chunked != null ? chunked.trailers() : Map.of());
  }
}
