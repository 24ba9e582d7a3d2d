package io.millrace.pipelines.book.audio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The audiobook's tags and marks in FFmpeg's metadata file format: as a file and not as arguments,
/// so that a title may hold anything.
final class BookTags {

  /// What iTunes and its heirs file under "Audiobooks" (the `stik` atom).
  private static final String AUDIOBOOK_MEDIA_TYPE = "2";

  private final AssemblyRequest request;
  private final StringBuilder out = new StringBuilder(";FFMETADATA1\n");

  BookTags(AssemblyRequest request) {
    this.request = request;
  }

  String ffmetadata(List<ChapterMark> marks, int sampleRate) {
    tag("title", request.title());
    tag("album", request.title());
    tag("artist", request.author());
    tag("album_artist", request.author());
    tag("composer", request.narrator()); // where audiobook players look for the narrator
    tag("genre", "Audiobook");
    tag("media_type", AUDIOBOOK_MEDIA_TYPE);
    for (var mark : marks) {
      out.append("[CHAPTER]\nTIMEBASE=1/").append(sampleRate).append('\n');
      out.append("START=").append(mark.startSample()).append('\n');
      out.append("END=").append(mark.startSample() + mark.samples()).append('\n');
      tag("title", mark.title());
    }
    return out.toString();
  }

  private void tag(String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      out.append(key).append('=').append(escaped(value)).append('\n');
    }
  }

  private static String escaped(String value) {
    return value.strip().replaceAll("\\p{Cc}+", " ").replaceAll("[\\\\=;#]", "\\\\$0");
  }
}
