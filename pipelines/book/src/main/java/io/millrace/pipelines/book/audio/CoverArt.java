package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.process.ScratchFolder;
import io.millrace.pipelines.book.audio.process.ToolCommand;
import io.millrace.pipelines.book.audio.process.ToolFailedException;
import io.millrace.pipelines.book.text.Cover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a book's cover fit for an .m4b, which holds JPEG and PNG only. What the picture is, its
/// bytes say, not its declared type. A cover that cannot be read costs the cover, not the
/// audiobook.
final class CoverArt {

  /// A picture file and the FFmpeg demuxer that reads it.
  record Picture(Path file, String demuxer) {}

  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final Ffmpeg ffmpeg;

  CoverArt(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  Optional<Picture> prepare(@Nullable Cover cover, ScratchFolder scratch, List<String> notes)
      throws IOException {
    if (cover == null || cover.bytes().length == 0) {
      return Optional.empty();
    }
    var original = scratch.file("cover");
    Files.write(original, cover.bytes());
    try {
      return Optional.of(readable(cover.bytes(), original, scratch.file("cover.jpg")));
    } catch (ToolFailedException e) {
      notes.add("The cover (" + cover.mediaType() + ") cannot be read and was left out.");
      return Optional.empty();
    }
  }

  private Picture readable(byte[] bytes, Path original, Path converted) {
    if (startsWith(bytes, JPEG)) {
      run("-f", "jpeg_pipe", "-i", Ffmpeg.url(original), "-frames:v", "1", "-f", "null", "-");
      return new Picture(original, "jpeg_pipe");
    }
    if (startsWith(bytes, PNG)) {
      run("-f", "png_pipe", "-i", Ffmpeg.url(original), "-frames:v", "1", "-f", "null", "-");
      return new Picture(original, "png_pipe");
    }
    run(
        "-i", Ffmpeg.url(original),
        "-frames:v", "1",
        "-c:v", "mjpeg",
        "-pix_fmt", "yuvj420p",
        "-q:v", "3",
        "-flags:v", "+bitexact",
        "-f", "image2pipe",
        "-y", Ffmpeg.url(converted));
    return new Picture(converted, "jpeg_pipe");
  }

  private void run(String... arguments) {
    var all = new ArrayList<>(List.of("-xerror"));
    all.addAll(List.of(arguments));
    ffmpeg.command(all).run(ToolCommand.Feed.nothing(), ToolCommand.Drain.ignore());
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || bytes[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
