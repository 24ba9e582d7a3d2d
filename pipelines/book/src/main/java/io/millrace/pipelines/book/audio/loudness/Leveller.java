package io.millrace.pipelines.book.audio.loudness;

import java.util.Arrays;

/// Applies one gain to a whole piece and holds its true peaks below a ceiling, looking ahead 5 ms
/// so that the gain bends before the peak instead of cutting it. As many samples come out as go in,
/// at their places (FFmpeg's own limiter shifts them by a delay that differs between its releases).
/// A piece whose peaks stay below the ceiling is only multiplied. Not thread-safe.
public final class Leveller {

  private static final double LOOK_AHEAD_SECONDS = 0.005;
  private static final double RELEASE_SECONDS = 0.060;

  private final double gain;
  private final double ceiling;
  private final boolean limits;
  private final int window;
  private final double release;
  private final TruePeak truePeak = new TruePeak();

  // Rings over the last samples, all of one power-of-two size and addressed by the sample's number.
  private final int mask;
  private final double[] scaled;
  private final double[] wanted; // the gain each sample may have at most
  private final double[] envelope;
  private final long[] minima; // numbers of the samples that may be the window's minimum, in order
  private int firstMinimum;
  private int afterLastMinimum;

  private long taken;
  private double released = 1;
  private double sum;

  /// For a piece measured as `loudness`, brought to [Loudness#TARGET_LUFS].
  public Leveller(Loudness loudness, int sampleRate) {
    this(
        loudness.gainToTarget(),
        Loudness.factor(Loudness.CEILING_DBTP),
        loudness.truePeak(),
        sampleRate);
  }

  Leveller(double gain, double ceiling, double peak, int sampleRate) {
    this.gain = gain;
    this.ceiling = ceiling;
    limits = gain * peak > ceiling;
    window = Math.max(1, (int) (sampleRate * LOOK_AHEAD_SECONDS));
    release = 1 - Math.exp(-1 / (sampleRate * RELEASE_SECONDS));
    int size = Integer.highestOneBit(window + TruePeak.TAPS) * 2;
    mask = size - 1;
    scaled = new double[size];
    wanted = new double[size];
    envelope = new double[size];
    minima = new long[size];
    Arrays.fill(envelope, 1);
    sum = window;
  }

  /// Takes `count` samples and writes those that are ready to `out` (as long as `samples` at
  /// least); returns how many.
  public int process(short[] samples, int count, short[] out) {
    int ready = 0;
    for (int i = 0; i < count; i++) {
      double x = samples[i] * gain;
      if (!limits) {
        out[ready++] = rounded(x);
      } else if (push(x)) {
        out[ready++] = oldest();
      }
    }
    return ready;
  }

  /// The samples still held back, after the last [#process].
  public short[] finish() {
    int held = limits ? (int) Math.min(taken, delay()) : 0;
    var out = new short[held];
    for (int i = 0, ready = 0; ready < held; i++) {
      if (push(0)) {
        out[ready++] = oldest();
      } else if (i > 2 * delay()) {
        throw new IllegalStateException("The limiter gives back fewer samples than it took");
      }
    }
    return out;
  }

  private int delay() {
    return TruePeak.DELAY + window - 1;
  }

  /// Takes one sample; true when the one [#delay] before it can be given out.
  private boolean push(double x) {
    long now = taken++;
    scaled[at(now)] = x;
    double peak = truePeak.louderThan(ceiling, x / 32768);
    long looked = now - TruePeak.DELAY; // the sample whose surroundings are known now
    if (looked < 0) {
      return false;
    }
    wanted[at(looked)] = ceiling / peak;
    released = Math.min(minimumUpTo(looked), released + (1 - released) * release);
    sum += released - envelope[at(looked - window)];
    envelope[at(looked)] = released;
    return now >= delay();
  }

  /// The smallest wanted gain of the last `window` samples: the ring `minima` keeps only samples
  /// that are smaller than all after them.
  private double minimumUpTo(long looked) {
    while (afterLastMinimum != firstMinimum
        && wanted[at(minima[(afterLastMinimum - 1) & mask])] >= wanted[at(looked)]) {
      afterLastMinimum--;
    }
    minima[afterLastMinimum++ & mask] = looked;
    while (minima[firstMinimum & mask] <= looked - window) {
      firstMinimum++;
    }
    return wanted[at(minima[firstMinimum & mask])];
  }

  private short oldest() {
    return rounded(scaled[at(taken - 1 - delay())] * sum / window);
  }

  private int at(long sample) {
    return (int) sample & mask;
  }

  private static short rounded(double x) {
    return (short) Math.clamp(Math.round(x), Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
