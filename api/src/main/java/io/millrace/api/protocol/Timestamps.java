package io.millrace.api.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Times as AWS JSON 1.0 writes them: seconds since the epoch, with three digits of fraction.
public final class Timestamps {
  private Timestamps() {}

  /// Writes a field.
  ///
  /// @param millis milliseconds since the epoch
  public static void write(JsonGenerator json, String field, long millis) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(text(millis));
  }

  static String text(long millis) {
    long fraction = Math.floorMod(millis, 1_000L);
    String digits = Long.toString(1_000 + fraction);
    return Math.floorDiv(millis, 1_000L) + "." + digits.substring(1);
  }
}
