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

/// Encodes chapters to AAC, several at a time, all at one sample rate.
///
/// FFmpeg's own AAC encoder, because every FFmpeg has it, with its fast coder: three times the
/// speed of the default one, and at 64 kb/s mono there are bits to spare for speech.
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
  private record Source(AudioChapter chapter, int index, int sampleRate, long bytes) {}

  /// The tracks of the chapters that hold sound, in their order.
  List<ChapterTrack> encode(List<AudioChapter> chapters) throws IOException {
    var sources = new ArrayList<Source>();
    for (int i = 0; i < chapters.size(); i++) {
      int rate = sampleRate(chapters.get(i).mp3());
      if (rate > 0) {
        long bytes = Files.size(chapters.get(i).mp3());
        sources.add(new Source(chapters.get(i), i, rate, bytes));
      }
    }
    int common = sources.stream().mapToInt(Source::sampleRate).max().orElse(0);
    return encodeAll(sources, common);
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
    var aac = scratch.file("chapter-" + source.index() + ".aac");
    ffmpeg
        .command(
            List.of(
                "-i", Ffmpeg.url(source.chapter().mp3()),
                "-map", "0:a:0",
                "-map_metadata", "-1",
                "-ac", "1",
                "-ar", Integer.toString(sampleRate),
                "-c:a", "aac",
                "-profile:a", "aac_low",
                "-aac_coder", "fast",
                "-b:a", "64k",
                "-fflags", "+bitexact",
                "-flags:a", "+bitexact",
                "-f", "adts",
                "-y", Ffmpeg.url(aac)))
        .run(ToolCommand.Feed.nothing(), ToolCommand.Drain.ignore());
    return AacTrack.measure(aac);
  }

  /// The rate of a file's first MP3 frame; 0 when there is no file or no frame in it.
  private static int sampleRate(Path mp3) throws IOException {
    if (!Files.exists(mp3)) {
      return 0;
    }
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
