package io.millrace.cli.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.progress.Chapter;
import io.millrace.pipelines.book.handler.Manifest;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.ObjectLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the pipeline has stored of one book, as far as this command needs it.
final class FinishedBook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ArtifactStore objects;
  private final String bucket;
  private final String bookId;

  FinishedBook(ArtifactStore objects, String bucket, String bookId) {
    this.objects = objects;
    this.bucket = bucket;
    this.bookId = bookId;
  }

  /// The files a person gets.
  ///
  /// @param audiobook null when there is none
  record Copied(@Nullable Path audiobook, List<Path> chapters) {}

  /// What Parse found, or empty before it has.
  Optional<Manifest> manifest() {
    ObjectLocation location = new ObjectLocation(bucket, ArtifactKeys.manifest(bookId));
    if (objects.head(location).isEmpty()) return Optional.empty();
    try {
      return Optional.of(JSON.readValue(objects.readText(location), Manifest.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the manifest of " + bookId + " cannot be read: " + e, e);
    }
  }

  /// The chapters this run is about, as the progress needs them.
  static List<Chapter> chapters(Manifest manifest, @Nullable ChapterRange range) {
    return chosen(manifest, range).stream()
        .map(entry -> new Chapter(entry.title(), entry.characters()))
        .toList();
  }

  private static List<Manifest.Entry> chosen(Manifest manifest, @Nullable ChapterRange range) {
    return manifest.chapters().stream()
        .filter(
            entry ->
                range == null
                    || (entry.number() >= range.first() && entry.number() <= range.last()))
        .toList();
  }

  /// Copies what is finished into a folder of this book in `out`. Each file appears whole or not at
  /// all.
  ///
  /// @param failed ids of chapters that this run could not make: what an earlier run stored of them
  ///   is of another voice or text
  Copied copyTo(Path out, Manifest manifest, @Nullable ChapterRange range, Set<String> failed)
      throws IOException {
    Path folder = BookFolder.make(out, manifest.title(), bookId);
    var chapters = new ArrayList<Path>();
    int digits = Math.max(2, String.valueOf(manifest.chapters().size()).length());
    for (Manifest.Entry entry : chosen(manifest, range)) {
      if (failed.contains(entry.chapterId())) continue;
      String number = String.format(Locale.ROOT, "%0" + digits + "d", entry.number());
      Path file = folder.resolve(number + " " + FileNames.of(entry.title()) + ".mp3");
      if (copy(ArtifactKeys.audio(bookId, entry.chapterId()), file)) chapters.add(file);
    }
    Path audiobook = folder.resolve(FileNames.of(manifest.title()) + ".m4b");
    boolean whole = copy(ArtifactKeys.audiobook(bookId), audiobook);
    return new Copied(whole ? audiobook : null, chapters);
  }

  /// The chapter ids of a JSON list, as the pipeline's output has it.
  static Set<String> ids(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
  }

  private boolean copy(String key, Path file) throws IOException {
    ObjectLocation location = new ObjectLocation(bucket, key);
    if (objects.head(location).isEmpty()) return false;
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      objects.download(location, part);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return true;
  }
}
