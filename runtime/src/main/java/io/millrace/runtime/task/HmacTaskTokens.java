package io.millrace.runtime.task;

import io.millrace.engine.task.TaskTokens;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Task tokens that nobody can make up: execution and event id, authenticated by HMAC-SHA256 under
/// a key that the store keeps. In base64, as AWS's look. Safe for concurrent use.
public final class HmacTaskTokens implements TaskTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte VERSION = 1;
  private static final int NAMED_BYTES = 1 + 16 + 8;
  private static final int MAC_BYTES = 32;

  private final SecretKeySpec key;

  /// @param key at least 32 bytes
  public HmacTaskTokens(byte[] key) {
    if (key.length < 32) {
      throw new IllegalArgumentException("the key of task tokens has " + key.length + " bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// What a token names.
  public record Named(UUID executionId, long scheduledEventId) {}

  @Override
  public String issue(UUID executionId, long scheduledEventId) {
    byte[] token =
        ByteBuffer.allocate(NAMED_BYTES + MAC_BYTES)
            .put(VERSION)
            .putLong(executionId.getMostSignificantBits())
            .putLong(executionId.getLeastSignificantBits())
            .putLong(scheduledEventId)
            .array();
    System.arraycopy(mac(token), 0, token, NAMED_BYTES, MAC_BYTES);
    return Base64.getEncoder().encodeToString(token);
  }

  /// What this token names, or empty when it was not issued under this key.
  public Optional<Named> check(String token) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (bytes.length != NAMED_BYTES + MAC_BYTES || bytes[0] != VERSION) {
      return Optional.empty();
    }
    byte[] claimed = Arrays.copyOfRange(bytes, NAMED_BYTES, bytes.length);
    if (!MessageDigest.isEqual(claimed, mac(bytes))) { // takes as long whatever differs
      return Optional.empty();
    }
    ByteBuffer named = ByteBuffer.wrap(bytes, 1, NAMED_BYTES - 1);
    return Optional.of(new Named(new UUID(named.getLong(), named.getLong()), named.getLong()));
  }

  private byte[] mac(byte[] token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(token, 0, NAMED_BYTES);
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
