package io.millrace.pipelines.book.format.reading;

import java.util.List;

/// The readers there are, made once: their number formats take a while to build.
final class Readers {

  static final Reader ENGLISH = new English();
  static final Reader FRENCH = new French();
  static final Reader VIETNAMESE = new Vietnamese();
  static final Reader NEUTRAL = new Neutral();

  private Readers() {}

  /// Knows only what is the same everywhere. Voices read figures in their own language; words made
  /// here would have to agree with a grammar that is not known.
  private static final class Neutral implements Reader {

    @Override
    public String read(String paragraph) {
      return paragraph;
    }

    @Override
    public String numbered(String division, int number) {
      return (division + " " + number).strip();
    }

    @Override
    public List<String> divisions() {
      return List.of();
    }
  }
}
