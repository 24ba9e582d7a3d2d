package io.millrace.pipelines.book.parse.epub;

import io.millrace.pipelines.book.parse.BookParser;
import io.millrace.pipelines.book.parse.CorruptBookException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.NoTextException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.UnknownFormatException;
import io.millrace.pipelines.book.parse.gutenberg.GutenbergPieces;
import io.millrace.pipelines.book.parse.html.HtmlFlow;
import io.millrace.pipelines.book.parse.language.TextLanguage;
import io.millrace.pipelines.book.parse.outline.ChapterFinder;
import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.parse.outline.Role;
import io.millrace.pipelines.book.text.BookMetadata;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.Cover;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an EPUB: the package document tells the reading order, the table of contents where
/// chapters begin. Stateless.
public final class EpubParser implements BookParser {

  @Override
  public BookText parse(Path file, SourceHint hint) {
    String name = hint.fileName() == null ? String.valueOf(file.getFileName()) : hint.fileName();
    try (Archive archive = Archive.open(file, name)) {
      if (!archive.has("META-INF/container.xml") && archive.endingWith(".opf").isEmpty()) {
        throw new UnknownFormatException(
            "%s is a ZIP archive but no EPUB: it has neither META-INF/container.xml nor a package document. Give the book as EPUB, PDF, HTML or plain text."
                .formatted(name));
      }
      RightsManagement.refuse(archive, name);
      return read(archive, PackageDocument.read(archive, name), name);
    } catch (FileSystemException | FileNotFoundException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    } catch (IOException e) {
      throw new CorruptBookException(
          "%s is a damaged EPUB (%s): it was probably cut short while it was copied. Fetch the book again."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private static BookText read(Archive archive, PackageDocument book, String name)
      throws IOException {
    TableOfContents contents = TableOfContents.read(archive, book);
    List<Piece> pieces = pieces(archive, book, contents, name);
    GutenbergPieces inner = GutenbergPieces.strip(pieces);
    String title = book.title() == null ? name.replaceFirst("\\.epub$", "") : book.title();
    List<String> known = new ArrayList<>(book.authors());
    known.add(title);
    ChapterFinder.Found found = ChapterFinder.find(inner.pieces(), known);
    if (found.chapters().isEmpty()) {
      throw nothing(pieces, name);
    }
    String language = TextLanguage.of(found.chapters(), book.language());
    return new BookText(
        new BookMetadata(title, book.authors(), language, cover(archive, book)),
        found.chapters(),
        found.skipped());
  }

  private static RuntimeException nothing(List<Piece> pieces, String name) {
    boolean text = pieces.stream().anyMatch(Piece.Block.class::isInstance);
    return text
        ? new NoChaptersException(
            "No chapters were found in %s: its table of contents is empty or leads nowhere, and its text has no headings. Add a table of contents with an EPUB editor."
                .formatted(name))
        : new NoTextException(
            "%s holds no text: its pages are pictures, as in comics and scanned books. Give an edition with text."
                .formatted(name));
  }

  private static List<Piece> pieces(
      Archive archive, PackageDocument book, TableOfContents contents, String name)
      throws IOException {
    List<Piece> pieces = new ArrayList<>();
    String unlisted = trailingUnlisted(book, contents);
    int missing = 0;
    for (String path : book.spine()) {
      Optional<byte[]> bytes = archive.read(path);
      boolean navigation =
          book.withProperty("nav").map(nav -> nav.path().equals(path)).orElse(false);
      if (bytes.isEmpty()) {
        missing++;
      } else if (!navigation) {
        if (path.equals(unlisted)) {
          pieces.add(new Piece.Start(true, Role.BACK_MATTER));
        }
        pieces.addAll(HtmlFlow.read(Xml.body(bytes.get()), contents.of(path)));
      }
    }
    if (missing == book.spine().size()) {
      throw new CorruptBookException(
          "%s is not a complete EPUB: none of the %d documents of its reading order is in the archive. Fetch the book again."
              .formatted(name, missing),
          null);
    }
    return pieces;
  }

  /// A last file that the contents list leaves out is an afterword of the maker's, if the list has
  /// every other file from the first listed one on: then it is no second half of the last chapter.
  /// Null when there is none.
  private static @Nullable String trailingUnlisted(PackageDocument book, TableOfContents contents) {
    List<String> spine = book.spine();
    int first = 0;
    while (first < spine.size() && contents.of(spine.get(first)).isEmpty()) {
      first++;
    }
    List<String> tail = spine.subList(first, spine.size());
    boolean allButLast =
        tail.size() > 2
            && tail.subList(0, tail.size() - 1).stream()
                .noneMatch(path -> contents.of(path).isEmpty());
    boolean wholeFiles =
        tail.stream()
            .map(contents::of)
            .map(Map::keySet)
            .allMatch(fragments -> fragments.size() <= 1);
    return allButLast && wholeFiles && contents.of(tail.getLast()).isEmpty()
        ? tail.getLast()
        : null;
  }

  /// A cover that cannot be read is no reason to refuse the book.
  private static @Nullable Cover cover(Archive archive, PackageDocument book) throws IOException {
    Optional<PackageDocument.Item> item = book.cover();
    if (item.isEmpty()) {
      return null;
    }
    return archive
        .read(item.get().path())
        .map(bytes -> new Cover(item.get().mediaType(), bytes))
        .orElse(null);
  }
}
