package io.millrace.pipelines.book.audio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Passes on the sound frames of MP3 data and counts their samples: tags and the information frame
/// that encoders put in front are left out, so that several answers of a service make one clean
/// file. Data that is no MP3 is refused, which catches an error page in place of a voice. Not
/// thread-safe.
public final class Mp3Frames {

  private static final int ID3_HEAD = 10;
  private static final int ID3V1_BYTES = 128;

  /// So much rubbish before a frame means that this is something else.
  private static final int LONGEST_GAP = 64 * 1024;

  private final OutputStream out;
  private byte[] held = new byte[8192];
  private int length;
  private long skip;
  private int gap;
  private boolean first = true;
  private long samples;
  private @Nullable Mp3Header format;

  public Mp3Frames(OutputStream out) {
    this.out = out;
  }

  /// Begins another answer, which may have tags and an information frame of its own.
  public void nextStream() {
    length = 0;
    skip = 0;
    gap = 0;
    first = true;
  }

  /// Takes `count` bytes, writes the whole frames among them. Throws [NotMp3Exception] when there
  /// are none where they should be, and whatever the output throws.
  public void write(byte[] data, int count) throws IOException {
    int from = (int) Math.min(skip, count);
    skip -= from;
    hold(data, from, count - from);
    int at = 0;
    while (true) {
      int taken = take(at);
      if (taken == 0) {
        break;
      }
      at += taken;
    }
    int consumed = Math.min(at, length);
    skip += at - consumed;
    System.arraycopy(held, consumed, held, 0, length - consumed);
    length -= consumed;
  }

  private void hold(byte[] data, int from, int count) {
    if (length + count > held.length) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, length + count));
    }
    System.arraycopy(data, from, held, length, count);
    length += count;
  }

  /// Deals with what stands at `at`; returns how many bytes that was, 0 when more must come first.
  private int take(int at) throws IOException {
    int left = length - at;
    if (left < ID3_HEAD) {
      return 0;
    }
    if (startsWith(at, "ID3")) {
      return ID3_HEAD
          + ((held[at + 6] & 0x7F) << 21
              | (held[at + 7] & 0x7F) << 14
              | (held[at + 8] & 0x7F) << 7
              | (held[at + 9] & 0x7F));
    }
    if (startsWith(at, "TAG")) {
      return ID3V1_BYTES;
    }
    Optional<Mp3Header> header = Mp3Header.at(held, at);
    if (header.isEmpty() || (format != null && differs(header.get(), format))) {
      if (++gap > LONGEST_GAP) {
        throw new NotMp3Exception("There is no MP3 sound in the first " + gap + " bytes");
      }
      return 1;
    }
    return left < header.get().bytes() ? 0 : pass(at, header.get());
  }

  private int pass(int at, Mp3Header header) throws IOException {
    gap = 0;
    format = header;
    if (!(first && isInformation(at, header))) {
      out.write(held, at, header.bytes());
      samples += header.samples();
    }
    first = false;
    return header.bytes();
  }

  private static boolean differs(Mp3Header a, Mp3Header b) {
    return a.sampleRate() != b.sampleRate() || a.mpeg1() != b.mpeg1();
  }

  /// The LAME or Xing tag sits in a silent frame, right behind the room for the side information.
  private boolean isInformation(int at, Mp3Header header) {
    boolean mono = header.channels() == 1;
    int side = header.mpeg1() ? (mono ? 17 : 32) : (mono ? 9 : 17);
    int tag = at + Mp3Header.LENGTH + side;
    return startsWith(tag, "Xing") || startsWith(tag, "Info");
  }

  private boolean startsWith(int at, String tag) {
    var bytes = tag.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      if (at + i >= length || held[at + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /// The samples of all frames so far.
  public long samples() {
    return samples;
  }

  /// In Hz, 0 as long as there was no frame.
  public int sampleRate() {
    return format == null ? 0 : format.sampleRate();
  }

  /// The data is not what it was said to be.
  public static final class NotMp3Exception extends IOException {
    NotMp3Exception(String message) {
      super(message);
    }
  }
}
