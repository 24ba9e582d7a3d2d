package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.process.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes one .m4b (AAC-LC) with chapter marks out of the chapters' sound.
///
/// Chapters that are not AAC yet are encoded side by side, each to a stream of AAC frames, and the
/// frames of all are then put one after the other without encoding again. That keeps marks exact: a
/// frame is 1,024 samples, the frames of every stream are counted, and a chapter's sound begins one
/// frame (the encoder's run-in, which decodes to silence) after the frames of the chapters before.
/// Nothing is added up from rounded durations, so the five-hundredth mark is as exact as the first.
/// The joints cost at most two frames of silence each, which the marks account for; they are clean
/// because every stream ends with the frame that completes the overlap of its last samples.
///
/// Same input and FFmpeg give the same bytes. Thread-safe.
public final class AudiobookAssembler {

  private final Ffmpeg ffmpeg;
  private final int parallelism;
  private final @Nullable Path temporary;

  /// `parallelism` is how many chapters are encoded at once; `temporary` is where their AAC waits,
  /// about 30 MB for an hour, null for the system's folder.
  public AudiobookAssembler(Ffmpeg ffmpeg, int parallelism, @Nullable Path temporary) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be 1 or more, got " + parallelism);
    }
    this.ffmpeg = ffmpeg;
    this.parallelism = parallelism;
    this.temporary = temporary;
  }

  /// Writes the audiobook to the request's output, replacing what is there only when it is whole.
  /// Throws [SilentBookException] when no chapter holds sound, and a
  /// [io.millrace.pipelines.book.audio.process.ToolException] when FFmpeg fails.
  public Assembly assemble(AssemblyRequest request) {
    var notes = new ArrayList<String>();
    try (var scratch = ScratchFolder.create(temporary)) {
      var tracks = encode(request.chapters(), scratch);
      var marks = ChapterMarks.of(tracks);
      var cover = new CoverArt(ffmpeg).prepare(request.cover(), scratch, notes);
      var part = partFile(request.output());
      try {
        new M4bMuxer(ffmpeg).mux(request, tracks, marks, cover, scratch, part);
        Files.move(part, request.output(), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      long samples = tracks.stream().mapToLong(track -> track.aac().samples()).sum();
      var silent = silent(request.chapters(), tracks);
      return new Assembly(request.output(), marks, samples, sampleRate(tracks), silent, notes);
    } catch (IOException e) {
      throw ScratchFolder.failure("The audiobook " + request.output() + " could not be made", e);
    }
  }

  private List<ChapterTrack> encode(List<AudioChapter> chapters, ScratchFolder scratch)
      throws IOException {
    var encoding = new ChapterEncoding(ffmpeg, parallelism, scratch);
    var tracks = encoding.encode(chapters);
    if (tracks.isEmpty()) {
      throw new SilentBookException(
          "None of the "
              + chapters.size()
              + " chapters holds any sound, so there is no audiobook to make. Have the chapters"
              + " spoken again (--force).");
    }
    return tracks;
  }

  private static List<AudioChapter> silent(List<AudioChapter> chapters, List<ChapterTrack> tracks) {
    return chapters.stream()
        .filter(chapter -> tracks.stream().noneMatch(track -> track.chapter().equals(chapter)))
        .toList();
  }

  private static int sampleRate(List<ChapterTrack> tracks) {
    return tracks.getFirst().aac().sampleRate();
  }

  /// Beside the output, so that the last step is a rename. FFmpeg makes the file, with the rights
  /// that the user's own files get; a temporary file of Java's would be closed to everybody else.
  private static Path partFile(Path output) throws IOException {
    var folder = output.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    return folder.resolve("." + output.getFileName() + "." + UUID.randomUUID() + ".part");
  }
}
