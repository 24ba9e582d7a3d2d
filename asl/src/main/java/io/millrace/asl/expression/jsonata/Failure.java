package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import org.jspecify.annotations.Nullable;

/// An error of JSONata with a code, in the words of its reference implementation, version 2.0.6.
final class Failure extends JException {
  private static final long serialVersionUID = 1L;

  /// Ours; AWS's bound of a cause is 32,768 characters.
  private static final int SHOWN_MAX = 4_096;

  private final String text;

  /// An error.
  ///
  /// @param code for example `D3030`
  /// @param text one sentence
  Failure(String code, String text) {
    super(code, -1);
    this.text = text;
  }

  String text() {
    return text;
  }

  /// How a value stands in a sentence: as JSON, of which no more than a person reads.
  static String shown(@Nullable Object value) {
    String json = JsonText.json(value);
    return json.length() > SHOWN_MAX ? json.substring(0, SHOWN_MAX) + "…" : json;
  }
}
