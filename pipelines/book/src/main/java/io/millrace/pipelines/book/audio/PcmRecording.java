package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.audio.loudness.Loudness;
import io.millrace.pipelines.book.audio.loudness.LoudnessMeter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/// A voice on its way to its encoding, as mono 16-bit samples: several WAV streams and silences one
/// after the other, counted and measured as they pass. That is the first of the two passes of EBU
/// R128 normalisation, at no extra read. Not thread-safe; closing it gives its memory back.
public final class PcmRecording implements AutoCloseable {

  /// What an empty recording is taken for.
  private static final int DEFAULT_SAMPLE_RATE = 22_050;

  private static final int BLOCK = 1 << 16; // bytes

  private final SampleTape tape;
  private final byte[] bytes = new byte[BLOCK];
  private final short[] shorts = new short[BLOCK / Short.BYTES];
  private int sampleRate;
  private LoudnessMeter meter = new LoudnessMeter(DEFAULT_SAMPLE_RATE);
  private long samples;

  /// `file` takes what does not fit into memory.
  public PcmRecording(Path file) {
    this.tape = new SampleTape(file);
  }

  /// Takes a WAV stream to its end. Its length field is not believed (a program that writes to a
  /// pipe cannot know it). Throws [IOException] when it is not mono 16-bit PCM, or of another rate
  /// than the streams before. An empty stream holds no sound.
  public void addWav(InputStream wav) throws IOException {
    if (!readHeader(wav)) {
      return;
    }
    int pending = 0;
    for (int n = wav.read(bytes); n >= 0; n = wav.read(bytes, pending, BLOCK - pending)) {
      int whole = (pending + n) & -Short.BYTES;
      addPcm(whole);
      pending = pending + n - whole;
      if (pending > 0) {
        bytes[0] = bytes[whole];
      }
    }
  }

  private boolean readHeader(InputStream wav) throws IOException {
    var header = WavHeader.read(wav);
    if (header.isEmpty()) {
      return false;
    }
    int rate = header.get().sampleRate();
    if (sampleRate != 0 && rate != sampleRate) {
      throw new IOException("The voice changed its rate from " + sampleRate + " to " + rate);
    }
    if (sampleRate == 0) {
      useRate(rate);
    }
    return true;
  }

  /// A rate that comes after a silence only changes the silence's length by a little.
  private void useRate(int rate) {
    sampleRate = rate;
    meter = new LoudnessMeter(rate);
  }

  /// Adds silence of this length.
  public void addSilence(double seconds) throws IOException {
    Arrays.fill(bytes, (byte) 0);
    long left = Math.round(seconds * sampleRate()) * Short.BYTES;
    while (left > 0) {
      int n = (int) Math.min(left, BLOCK);
      addPcm(n);
      left -= n;
    }
  }

  private void addPcm(int count) throws IOException {
    int n = count / Short.BYTES;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(shorts, 0, n);
    meter.add(shorts, n);
    samples += n;
    tape.record(bytes, count);
  }

  /// Everything recorded, from the beginning.
  void play(SampleTape.Listener listener) throws IOException {
    tape.play(listener);
  }

  /// In Hz.
  public int sampleRate() {
    return sampleRate == 0 ? DEFAULT_SAMPLE_RATE : sampleRate;
  }

  public long samples() {
    return samples;
  }

  public Loudness loudness() {
    return meter.measured();
  }

  @Override
  public void close() throws IOException {
    tape.close();
  }
}
