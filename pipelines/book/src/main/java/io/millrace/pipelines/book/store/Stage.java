package io.millrace.pipelines.book.store;

import java.util.Locale;

/// The stages as the documents name them; `word` is what stands in rows, log lines and idempotency
/// keys.
public enum Stage {
  SCRAPE,
  PARSE,
  FORMAT,
  TTS,
  ASSEMBLE,
  FINALIZE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
