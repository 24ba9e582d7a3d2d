package io.millrace.pipelines.book.parse.outline;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Titles that tell what a section is in the languages books come in. A title matches when it
/// starts with one of the names as whole words: "Preface to the second edition", "Préface de
/// l'Éditeur".
public final class MatterNames {

  private static final List<String> FRONT =
      List.of(
          "contents",
          "table of contents",
          "toc",
          "preface",
          "foreword",
          "introduction",
          "introductory note",
          "dedication",
          "title page",
          "titlepage",
          "half title",
          "imprint",
          "copyright",
          "cover",
          "epigraph",
          "list of illustrations",
          "illustrations",
          "list of figures",
          "list of maps",
          "frontispiece",
          "transcriber's note",
          "transcriber’s note",
          "transcriber notes",
          "publisher's note",
          "publisher’s note",
          "editor's note",
          "editor’s note",
          "author's note",
          "author’s note",
          "note to the reader",
          "a note on the text",
          "note on the text",
          "translator's note",
          "translator’s note",
          "translator's preface",
          "translator’s preface",
          "author's preface",
          "author’s preface",
          "editor's preface",
          "editor’s preface",
          "also by",
          "praise for",
          "about this book",
          "about the book",
          "acknowledgment",
          "acknowledgement",
          "acknowledgments",
          "acknowledgements",
          "dramatis personae",
          "préface",
          "preface",
          "avant-propos",
          "avertissement",
          "table des matières",
          "sommaire",
          "dédicace",
          "page de titre",
          "vorwort",
          "inhalt",
          "inhaltsverzeichnis",
          "widmung",
          "impressum",
          "einleitung",
          "geleitwort",
          "prefacio",
          "índice",
          "indice",
          "dedicatoria",
          "prefazione",
          "sommario",
          "prefácio",
          "sumário",
          "introducción",
          "introduzione",
          "mục lục",
          "giới thiệu",
          "lời giới thiệu",
          "lời nói đầu",
          "lời tựa",
          "lời tác giả",
          "bìa",
          "lời nhà xuất bản",
          "thông tin",
          "目录",
          "目次",
          "前言",
          "序言");
  private static final List<String> BACK =
      List.of(
          "footnotes",
          "footnote",
          "endnotes",
          "notes",
          "appendix",
          "appendices",
          "index",
          "bibliography",
          "glossary",
          "colophon",
          "uncopyright",
          "about the author",
          "about the authors",
          "about the publisher",
          "afterword",
          "license",
          "the full project gutenberg",
          "full project gutenberg",
          "project gutenberg",
          "transcriber's note",
          "transcriber’s note",
          "transcriber's notes",
          "transcriber’s notes",
          "advertisement",
          "advertisements",
          "errata",
          "corrections",
          "typographical errors",
          "works by",
          "by the same author",
          "other books",
          "discussion questions",
          "reading group guide",
          "further reading",
          "references",
          "works cited",
          "sources",
          "postscript by the editor",
          "acknowledgment",
          "acknowledgement",
          "acknowledgments",
          "acknowledgements",
          "copyright",
          "credits",
          "translator's note",
          "translator’s note",
          "author's note",
          "author’s note",
          "editor's note",
          "editor’s note",
          "postface",
          "bibliographie",
          "remerciements",
          "à propos de l'auteur",
          "à propos de l’auteur",
          "du même auteur",
          "table des matières",
          "contents",
          "anmerkungen",
          "nachwort",
          "danksagung",
          "anhang",
          "über den autor",
          "literaturverzeichnis",
          "notas",
          "apéndice",
          "bibliografía",
          "note dell'autore",
          "lời cuối",
          "chú thích",
          "ghi chú",
          "tạm biệt",
          "phụ lục",
          "về tác giả",
          "lời bạt",
          "mục lục",
          "后记",
          "附录");
  private static final List<String> CHAPTERS =
      List.of(
          "prologue",
          "prolog",
          "epilogue",
          "epilog",
          "the epilogue",
          "prelude",
          "interlude",
          "intermezzo",
          "conclusion",
          "coda",
          "finale",
          "prólogo",
          "epílogo",
          "prologo",
          "epilogo",
          "épilogue",
          "finale",
          "envoi",
          "l'envoi",
          "mở đầu",
          "kết",
          "vĩ thanh",
          "khai từ",
          "đoạn kết",
          "chương kết",
          "chương cuối",
          "эпилог",
          "пролог",
          "楔子",
          "尾声");
  private static final List<String> END =
      List.of(
          "the end",
          "end",
          "fin",
          "finis",
          "ende",
          "fine",
          "hết",
          "koniec",
          "the end of",
          "end of",
          "fin de",
          "конец",
          "完",
          "全文完");

  private MatterNames() {}

  /// FRONT_MATTER, BACK_MATTER, CHAPTER (a prologue, an epilogue) or null. A name that may be both,
  /// such as acknowledgements, is front matter before the first chapter and back matter after it.
  public static @Nullable Role roleOf(String title, boolean beforeChapters) {
    String name = plain(title);
    if (startsWithAny(name, CHAPTERS)) {
      return Role.CHAPTER;
    }
    boolean front = startsWithAny(name, FRONT);
    boolean back = startsWithAny(name, BACK);
    if (front && (beforeChapters || !back)) {
      return beforeChapters || !isStoryName(name) ? Role.FRONT_MATTER : null;
    }
    return back ? Role.BACK_MATTER : null;
  }

  /// Whether a lonely line only says that the book ends here: "THE END", "FIN DE CANDIDE".
  public static boolean isEndMark(String line) {
    String name = plain(line);
    return name.length() < 60
        && END.stream()
            .anyMatch(
                end ->
                    name.equals(end)
                        || ((end.endsWith(" of") || end.endsWith(" de"))
                            && isCapitals(line)
                            && name.startsWith(end + " ")));
  }

  /// Between or after chapters these may head a chapter of the story as well.
  private static boolean isStoryName(String name) {
    return name.startsWith("introduction")
        || name.startsWith("cover")
        || name.startsWith("giới thiệu");
  }

  private static boolean isCapitals(String line) {
    return line.equals(line.toUpperCase(Locale.ROOT));
  }

  private static boolean startsWithAny(String name, List<String> names) {
    return names.stream().anyMatch(known -> startsWithWords(name, known));
  }

  private static boolean startsWithWords(String name, String known) {
    return name.startsWith(known)
        && (name.length() == known.length()
            || !Character.isLetterOrDigit(name.charAt(known.length())));
  }

  private static String plain(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replaceAll("^[\\W_&&[^\\p{L}]]+|[\\W_&&[^\\p{L}]]+$", "")
        .replaceAll("\\s+", " ");
  }
}
