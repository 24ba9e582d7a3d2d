package io.millrace.pipelines.book.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Names everything that a stage's result depends on: the input's own fingerprint, the provider,
/// its options.
///
/// The idempotency key `{bookId}:{chapterId}:{stage}` says *which* piece of work a call is; the
/// fingerprint says whether the object already there is the one asked for. It travels as user
/// metadata of the object, so that an object whose row was lost by a crash between the two writes
/// is recognised and adopted, and another voice makes new audio.
public record Fingerprint(String value) {
  public static final String METADATA = "fingerprint";

  /// Order matters; options are taken in the order of their names.
  public static Fingerprint of(String first, Map<String, ?> options, String... more) {
    var digest = sha256();
    field(digest, first);
    for (var part : more) {
      field(digest, part);
    }
    new TreeMap<>(options).forEach((name, value) -> field(digest, name + "=" + value));
    return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /// Length first, so that ("ab","c") and ("a","bc") differ.
  private static void field(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(
        new byte[] {
          (byte) (bytes.length >>> 24),
          (byte) (bytes.length >>> 16),
          (byte) (bytes.length >>> 8),
          (byte) bytes.length
        });
    digest.update(bytes);
  }
}
