package io.millrace.pipelines.book.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `books.json` beside the repository: what people found by hand in a dozen open books.
record GroundTruth(Path folder, List<Book> books) {

  record Book(String file, String title, String author, String language, List<Chapter> chapters) {
    @Override
    public String toString() {
      return file;
    }
  }

  record Chapter(
      int number,
      String title,
      String heading,
      int words,
      @Nullable Integer wordsWithoutNotes,
      @Nullable String part,
      String startsWith,
      String endsWith) {

    /// Whether the truth's first or last words stand in a note, which is left out by design: then
    /// they cannot be met, and a chapter whose title and words are right is as good as it gets.
    /// `notes` are the source's paragraphs that begin with a reference.
    boolean isFramedByNotes(List<String> notes) {
      String last = plain(endsWith);
      return startsWith.startsWith("[")
          || notes.stream().anyMatch(note -> plain(note).endsWith(last));
    }

    private static String plain(String text) {
      return text.replaceAll("[\\s_-]+", " ").strip();
    }

    /// Notes are left out by design; where the truth counts both ways, that is the figure to meet.
    int wordsToNarrate() {
      return wordsWithoutNotes == null ? words : wordsWithoutNotes;
    }
  }

  static Optional<GroundTruth> find() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      Path folder = at.resolve("../shared/inputs/books").normalize();
      if (Files.exists(folder.resolve("books.json"))) {
        return Optional.of(read(folder));
      }
    }
    return Optional.empty();
  }

  /// The notes of a plain text book, [1] at their beginning; none of other formats.
  List<String> notes(Book book) throws IOException {
    if (!book.file().endsWith(".txt")) {
      return List.of();
    }
    String text = Files.readString(folder.resolve(book.file()), StandardCharsets.ISO_8859_1);
    return Arrays.stream(text.replace("\r", "").split("\n\n+"))
        .filter(p -> p.strip().startsWith("["))
        .toList();
  }

  private static GroundTruth read(Path folder) throws IOException {
    JsonNode root = new ObjectMapper().readTree(folder.resolve("books.json").toFile());
    List<Book> books = new ArrayList<>();
    for (JsonNode book : root.get("books")) {
      List<Chapter> chapters = new ArrayList<>();
      book.get("chapters").forEach(chapter -> chapters.add(chapter(chapter)));
      books.add(
          new Book(
              book.get("file").asText(),
              book.get("title").asText(),
              book.get("author").asText(),
              book.get("language").asText(),
              chapters));
    }
    return new GroundTruth(folder, books);
  }

  private static Chapter chapter(JsonNode node) {
    JsonNode bare = node.get("words_without_notes");
    JsonNode part = node.get("part");
    return new Chapter(
        node.get("n").asInt(),
        node.get("title").asText(),
        node.get("heading").asText(),
        node.get("words").asInt(),
        bare == null ? null : bare.asInt(),
        part == null ? null : part.asText(),
        node.get("starts_with").asText(),
        node.get("ends_with").asText());
  }
}
