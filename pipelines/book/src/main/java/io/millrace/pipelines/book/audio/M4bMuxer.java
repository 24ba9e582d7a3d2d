package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.process.ScratchFolder;
import io.millrace.pipelines.book.audio.process.ToolCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts AAC frames, marks, tags and cover into one .m4b. FFmpeg's `ipod` muxer writes the marks
/// twice, as Nero's list and as a QuickTime chapter track, since players look for one or the other;
/// `faststart` puts the index in front so that a player can begin before it has the whole file.
final class M4bMuxer {

  private final Ffmpeg ffmpeg;

  M4bMuxer(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  void mux(
      AssemblyRequest request,
      List<ChapterTrack> tracks,
      List<ChapterMark> marks,
      Optional<CoverArt.Picture> cover,
      ScratchFolder scratch,
      Path output)
      throws IOException {
    var metadata = scratch.file("metadata.txt");
    int sampleRate = tracks.getFirst().aac().sampleRate();
    Files.writeString(metadata, new BookTags(request).ffmetadata(marks, sampleRate));
    ffmpeg
        .command(arguments(metadata, cover, language(request.language()), output))
        .run(stdin -> join(tracks, stdin), ToolCommand.Drain.ignore());
  }

  private static List<String> arguments(
      Path metadata, Optional<CoverArt.Picture> cover, String language, Path output) {
    var arguments = new ArrayList<String>();
    // With several inputs FFmpeg reads each through a queue of 8 packets and naps 10 ms when one is
    // empty: 40 times the
    // speed of speech at best. A long queue lets it run as fast as the disk.
    arguments.addAll(List.of("-thread_queue_size", "16384", "-f", "aac", "-i", "pipe:0"));
    arguments.addAll(List.of("-f", "ffmetadata", "-i", Ffmpeg.url(metadata)));
    cover.ifPresent(
        picture ->
            arguments.addAll(List.of("-f", picture.demuxer(), "-i", Ffmpeg.url(picture.file()))));
    arguments.addAll(List.of("-map", "0:a:0"));
    if (cover.isPresent()) {
      arguments.addAll(List.of("-map", "2:v:0", "-disposition:v:0", "attached_pic"));
    }
    arguments.addAll(
        List.of(
            "-map_metadata", "1",
            "-map_chapters", "1",
            "-c", "copy",
            "-bsf:a", "aac_adtstoasc",
            "-metadata:s:a:0", "language=" + language,
            "-movflags", "+faststart",
            "-fflags", "+bitexact",
            "-f", "ipod",
            "-y", Ffmpeg.url(output)));
    return arguments;
  }

  private static void join(List<ChapterTrack> tracks, OutputStream stdin) throws IOException {
    for (var track : tracks) {
      Files.copy(track.aac().file(), stdin);
    }
  }

  /// MP4 knows the three-letter codes of ISO 639-2; `und` where the language is not known.
  private static String language(@Nullable Locale language) {
    try {
      var code = language == null ? "" : language.getISO3Language();
      return code.isEmpty() ? "und" : code;
    } catch (MissingResourceException e) {
      return "und";
    }
  }
}
