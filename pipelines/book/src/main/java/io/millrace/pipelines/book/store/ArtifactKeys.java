package io.millrace.pipelines.book.store;

/// The layout of objects. One place, as five stages and both requirement documents must agree on it
/// (docs/seed-corrections.md B32). Chapter ids are `ch_001` and so on.
public final class ArtifactKeys {
  private ArtifactKeys() {}

  /// @param extension without dot: `epub`, `pdf`, `html`, `txt`, `bin`
  public static String raw(String bookId, String extension) {
    return "raw/" + bookId + "/book." + extension;
  }

  public static String rawMetadata(String bookId) {
    return "raw/" + bookId + "/metadata.json";
  }

  public static String parsed(String bookId, String chapterId) {
    return "parsed/" + bookId + "/" + chapterId + ".json";
  }

  public static String manifest(String bookId) {
    return "parsed/" + bookId + "/manifest.json";
  }

  public static String cover(String bookId, String extension) {
    return "parsed/" + bookId + "/cover." + extension;
  }

  public static String formatted(String bookId, String chapterId) {
    return "formatted/" + bookId + "/" + chapterId + ".txt";
  }

  public static String audio(String bookId, String chapterId) {
    return "audio/" + bookId + "/" + chapterId + ".mp3";
  }

  /// The chapter's sound as the audiobook takes it; only voices make it that have their samples.
  public static String audioFrames(String bookId, String chapterId) {
    return "audio/" + bookId + "/" + chapterId + ".aac";
  }

  public static String audiobook(String bookId) {
    return "audio/" + bookId + "/" + bookId + ".m4b";
  }

  /// Three digits, so that names sort as chapters do; more when a book has more.
  public static String chapterId(int number) {
    return "ch_%03d".formatted(number);
  }
}
