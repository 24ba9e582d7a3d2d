package io.millrace.local.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes a function is given or gives back: nearly always JSON, but a stream handler may answer
/// anything.
public final class Payload {
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes a copy.
  public static Payload of(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  public static Payload ofJson(String json) {
    return new Payload(json.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text();
  }
}
