package io.millrace.pipelines.book.scrape;

import io.millrace.pipelines.book.store.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What came out of a source, once all of it went through.
///
/// @param sha256 hexadecimal
public record Fetched(
    SourceKind kind,
    String finalUrl,
    @Nullable String contentType,
    @Nullable String charset,
    @Nullable String fileName,
    long bytes,
    String sha256) {

  /// Where the bytes go, decided when the kind is known.
  @FunctionalInterface
  public interface Destination {
    OutputStream open(SourceKind kind) throws IOException;
  }

  /// Streams `open` to the destination, a few kilobytes in memory at a time. The destination's
  /// stream is left open: whether to keep what it holds is its owner's decision. Throws
  /// [SourceEmptyException], [HtmlInsteadOfBookException], or what the body throws.
  public static Fetched stream(OpenSource open, Destination destination) throws IOException {
    var start = open.body().readNBytes(SourceKind.SNIFF_BYTES);
    if (start.length == 0) {
      throw new SourceEmptyException(
          "The source " + open.finalUrl() + " is empty (0 bytes). Fetch it again or give another.");
    }
    var kind = SourceKind.of(start);
    kind.mustNotStandInForBook(open.finalUrl(), open.fileName(), open.contentType());
    var whole = new SequenceInputStream(new ByteArrayInputStream(start), open.body());
    try (InputStream digesting = new DigestInputStream(whole, Fingerprint.sha256())) {
      var bytes = digesting.transferTo(destination.open(kind));
      var digest = ((DigestInputStream) digesting).getMessageDigest().digest();
      return new Fetched(
          kind,
          open.finalUrl(),
          open.contentType() == null ? kind.mediaType() : open.contentType(),
          open.charset(),
          open.fileName(),
          bytes,
          HexFormat.of().formatHex(digest));
    }
  }
}
