package io.millrace.api.protocol;

import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;

/// `nextToken`: where a listing goes on. Opaque, and bound to the request it came from, so that a
/// token that is damaged or used for another listing is refused. It is not a secret.
public final class PageToken {
  private static final int CHECK_BYTES = 8;

  private PageToken() {}

  /// A token.
  ///
  /// @param listing what is listed, with everything that must stay the same from page to page
  /// @param cursor where to go on
  public static String of(String listing, String cursor) {
    byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
    byte[] token = Arrays.copyOf(check(listing, cursor), CHECK_BYTES + text.length);
    System.arraycopy(text, 0, token, CHECK_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /// The cursor of a token, read.
  ///
  /// @param read throws [IllegalArgumentException] when the text is no cursor: tokens can be forged
  /// @throws RefusedException [Refusal.InvalidToken]
  public static <T> T cursor(String listing, String token, Function<String, T> read) {
    try {
      return read.apply(cursor(listing, token));
    } catch (IllegalArgumentException _) {
      throw new RefusedException(new Refusal.InvalidToken());
    }
  }

  /// The cursor of a token.
  ///
  /// @throws RefusedException [Refusal.InvalidToken] when it is not one that [#of] made for this
  ///   listing
  public static String cursor(String listing, String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      throw new RefusedException(new Refusal.InvalidToken());
    }
    if (bytes.length < CHECK_BYTES) {
      throw new RefusedException(new Refusal.InvalidToken());
    }
    String cursor =
        new String(bytes, CHECK_BYTES, bytes.length - CHECK_BYTES, StandardCharsets.UTF_8);
    if (!Arrays.equals(Arrays.copyOf(bytes, CHECK_BYTES), check(listing, cursor))) {
      throw new RefusedException(new Refusal.InvalidToken());
    }
    return cursor;
  }

  private static byte[] check(String listing, String cursor) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(listing.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(cursor.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest.digest(), CHECK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
