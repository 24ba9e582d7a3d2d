package io.millrace.cli.book;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The states of the definition `book` that people see as stages.
final class BookStages {
  static final String PARSE = "Parse";

  private BookStages() {}

  /// State name to the word shown, in the order in which they run.
  static SequencedMap<String, String> shown() {
    var shown = new LinkedHashMap<String, String>();
    shown.put("ScrapeBook", "Scrape");
    shown.put("ParseBook", PARSE);
    shown.put("FormatChapters", "Format");
    shown.put("SpeakChapters", "Speak");
    shown.put("AssembleBook", "Assemble");
    shown.put("FinalizeBook", "Finalize");
    return shown;
  }

  static List<String> names() {
    return List.copyOf(shown().values());
  }
}
