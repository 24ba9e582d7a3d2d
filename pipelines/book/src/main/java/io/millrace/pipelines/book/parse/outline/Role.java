package io.millrace.pipelines.book.parse.outline;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stretch of a book is, by its own declaration or by its title.
public enum Role {
  CHAPTER,
  PART,
  FRONT_MATTER,
  BACK_MATTER,
  NOTES;

  // EPUB 3 Structural Semantics Vocabulary 1.1 and DPUB-ARIA 1.1 name the same things, the latter
  // with "doc-".
  private static final Set<String> CHAPTERS =
      Set.of("chapter", "prologue", "epilogue", "conclusion", "prelude", "epistle", "letter");
  private static final Set<String> PARTS = Set.of("part", "volume", "division");
  private static final Set<String> FRONT =
      Set.of(
          "titlepage",
          "halftitlepage",
          "imprint",
          "copyright-page",
          "dedication",
          "epigraph",
          "foreword",
          "preface",
          "introduction",
          "preamble",
          "acknowledgments",
          "acknowledgements",
          "toc",
          "loi",
          "lot",
          "loa",
          "lov",
          "cover",
          "contributors",
          "other-credits",
          "errata",
          "seriespage",
          "frontispiece",
          "keywords",
          "credits",
          "credit");
  private static final Set<String> BACK =
      Set.of(
          "bibliography",
          "biblioentry",
          "glossary",
          "index",
          "colophon",
          "appendix",
          "afterword",
          "answers",
          "pullquote",
          "credits",
          "revision-history");
  private static final Set<String> NOTE =
      Set.of(
          "footnotes", "endnotes", "rearnotes", "footnote", "endnote", "rearnote", "note", "notes");

  /// The role one token of `epub:type` or `role` declares, or null when it declares none that
  /// matters here.
  public static @Nullable Role ofToken(String token) {
    String name = token.toLowerCase(Locale.ROOT);
    if (name.startsWith("doc-")) {
      name = name.substring("doc-".length());
    }
    if (CHAPTERS.contains(name)) {
      return CHAPTER;
    }
    if (PARTS.contains(name)) {
      return PART;
    }
    if (NOTE.contains(name)) {
      return NOTES;
    }
    if (FRONT.contains(name) || name.equals("frontmatter")) {
      return FRONT_MATTER;
    }
    return BACK.contains(name) || name.equals("backmatter") ? BACK_MATTER : null;
  }

  /// Whether text of this role is left out of the narration.
  public boolean isLeftOut() {
    return this == FRONT_MATTER || this == BACK_MATTER || this == NOTES;
  }
}
