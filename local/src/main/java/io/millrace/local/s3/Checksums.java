package io.millrace.local.s3;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// Computes while a body passes: always its MD5, which is the ETag, and CRC32, which current SDKs
/// ask for by default; and the other checksums that the client declared.
final class Checksums {
  private static final String PREFIX = "x-amz-checksum-";

  private final MessageDigest md5 = digest("MD5");
  private final Map<String, Checksum> cyclic = new TreeMap<>();
  private final Map<String, MessageDigest> digests = new TreeMap<>();

  Checksums(S3Request request) {
    cyclic.put("crc32", new CRC32());
    var declared = request.headers().keySet() + " " + request.header("x-amz-trailer").orElse("");
    if (declared.contains(PREFIX + "crc32c")) {
      cyclic.put("crc32c", new CRC32C());
    }
    if (declared.contains(PREFIX + "sha1")) {
      digests.put("sha1", digest("SHA-1"));
    }
    if (declared.contains(PREFIX + "sha256")) {
      digests.put("sha256", digest("SHA-256"));
    }
    if (request.header("x-amz-content-sha256").orElse("").matches("[0-9a-f]{64}")) {
      digests.put("content-sha256", digest("SHA-256"));
    }
  }

  void update(byte[] bytes, int offset, int length) {
    md5.update(bytes, offset, length);
    cyclic.values().forEach(checksum -> checksum.update(bytes, offset, length));
    digests.values().forEach(digest -> digest.update(bytes, offset, length));
  }

  /// Compares with what the client said in headers and trailers and throws [S3Error] on a
  /// difference. Returns the MD5 and the checksums in Base64 by algorithm. Call once, at the end.
  Result finish(S3Request request, Map<String, String> trailers) {
    var hash = md5.digest();
    var results = new TreeMap<String, String>();
    cyclic.forEach(
        (name, checksum) ->
            results.put(
                name, base64(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array())));
    digests.forEach(
        (name, digest) -> {
          var value = digest.digest();
          if (!name.equals("content-sha256")) {
            results.put(name, base64(value));
          } else if (!Arrays.equals(
              value, HexFormat.of().parseHex(request.headers().get("x-amz-content-sha256")))) {
            throw new S3Error(
                400,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.");
          }
        });
    request
        .header("content-md5")
        .filter(said -> !said.equals(base64(hash)))
        .ifPresent(
            _ -> {
              throw S3Error.badDigest("Content-MD5");
            });
    results.forEach(
        (name, value) -> {
          var said =
              Optional.ofNullable(trailers.get(PREFIX + name))
                  .or(() -> request.header(PREFIX + name));
          if (said.isPresent() && !said.get().equals(value)) {
            throw S3Error.badDigest(name.toUpperCase(Locale.ROOT));
          }
        });
    return new Result(HexFormat.of().formatHex(hash), results);
  }

  /// @param md5 in hexadecimal digits
  /// @param byAlgorithm `crc32`, `sha256` … in Base64
  record Result(String md5, Map<String, String> byAlgorithm) {}

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + algorithm + ".", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
