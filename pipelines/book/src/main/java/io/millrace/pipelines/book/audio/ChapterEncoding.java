package io.millrace.pipelines.book.audio;

import static java.util.Objects.requireNonNull;

import io.millrace.pipelines.book.audio.process.ScratchFolder;
import io.millrace.pipelines.book.audio.process.ToolCommand;
import io.millrace.pipelines.book.audio.process.ToolInterruptedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Brings chapters to AAC of one sample rate, the highest among them. Those that are so already are
/// taken as they are, the others are encoded, several at a time.
final class ChapterEncoding {

  private final Ffmpeg ffmpeg;
  private final int parallelism;
  private final ScratchFolder scratch;

  ChapterEncoding(Ffmpeg ffmpeg, int parallelism, ScratchFolder scratch) {
    this.ffmpeg = ffmpeg;
    this.parallelism = parallelism;
    this.scratch = scratch;
  }

  /// A chapter with sound in it, how long its file is, and its rate.
  ///
  /// @param aac its frames, when that is what the file holds
  private record Source(
      AudioChapter chapter, int index, int sampleRate, long bytes, @Nullable AacTrack aac) {}

  /// The tracks of the chapters that hold sound, in their order.
  List<ChapterTrack> encode(List<AudioChapter> chapters) throws IOException {
    var sources = new ArrayList<Source>();
    for (int i = 0; i < chapters.size(); i++) {
      var source = Files.exists(chapters.get(i).file()) ? source(chapters.get(i), i) : null;
      if (source != null && source.sampleRate() > 0) {
        sources.add(source);
      }
    }
    int common = sources.stream().mapToInt(Source::sampleRate).max().orElse(0);
    return encodeAll(sources, common);
  }

  private static Source source(AudioChapter chapter, int index) throws IOException {
    long bytes = Files.size(chapter.file());
    return switch (chapter.encoding()) {
      case MP3 -> new Source(chapter, index, sampleRate(chapter.file()), bytes, null);
      case AAC -> {
        var track = AacTrack.measure(chapter.file());
        yield new Source(chapter, index, track.sampleRate(), bytes, track);
      }
    };
  }

  /// The longest first: a long one begun last would keep one processor busy while the others wait.
  private List<ChapterTrack> encodeAll(List<Source> sources, int sampleRate) {
    var longestFirst =
        sources.stream().sorted(Comparator.comparingLong(Source::bytes).reversed()).toList();
    var running = new HashMap<Source, Future<AacTrack>>();
    try (var pool = Executors.newFixedThreadPool(parallelism, Thread.ofVirtual().factory())) {
      try {
        for (var source : longestFirst) {
          running.put(source, pool.submit(() -> encode(source, sampleRate)));
        }
        var tracks = new ArrayList<ChapterTrack>();
        for (var source : sources) {
          var track = requireNonNull(running.get(source)).get();
          if (track.frames() > 0) {
            tracks.add(new ChapterTrack(source.chapter(), track));
          }
        }
        return tracks;
      } catch (ExecutionException e) {
        pool.shutdownNow(); // interrupts the others, which kills their programs
        throw switch (e.getCause()) {
          case RuntimeException failure -> failure;
          case IOException failure ->
              ScratchFolder.failure("A chapter's AAC is unreadable", failure);
          default -> new IllegalStateException("Encoding a chapter failed", e);
        };
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new ToolInterruptedException("Making the audiobook was cancelled.", e);
      }
    }
  }

  private AacTrack encode(Source source, int sampleRate) throws IOException {
    var found = source.aac();
    if (found != null && found.sampleRate() == sampleRate) {
      return found;
    }
    var aac = scratch.file("chapter-" + source.index() + ".aac");
    var arguments = new ArrayList<>(List.of("-i", Ffmpeg.url(source.chapter().file())));
    arguments.addAll(AacEncoder.output(sampleRate, aac));
    ffmpeg.command(arguments).run(ToolCommand.Feed.nothing(), ToolCommand.Drain.ignore());
    return AacTrack.measure(aac);
  }

  /// The rate of a file's first MP3 frame; 0 when there is no frame in it.
  private static int sampleRate(Path mp3) throws IOException {
    var frames = new Mp3Frames(OutputStream.nullOutputStream());
    var buffer = new byte[8192];
    try (var in = Files.newInputStream(mp3)) {
      for (int n = in.read(buffer); n >= 0 && frames.sampleRate() == 0; n = in.read(buffer)) {
        frames.write(buffer, n);
      }
    } catch (Mp3Frames.NotMp3Exception e) {
      return 0;
    }
    return frames.sampleRate();
  }
}
