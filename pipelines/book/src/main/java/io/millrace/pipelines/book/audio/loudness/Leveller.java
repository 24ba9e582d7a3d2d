package io.millrace.pipelines.book.audio.loudness;

import java.util.Arrays;

/// Applies one gain to a whole piece and holds its true peaks below a ceiling, looking ahead 5 ms
/// so that the gain bends before the peak instead of cutting it. As many samples come out as go in,
/// at their places (FFmpeg's own limiter shifts them by a delay that differs between its releases).
/// A piece whose peaks stay below the ceiling is only multiplied. Not thread-safe.
///
/// It works in blocks as long as the look-ahead. What a sample gives up of its gain is the mean of
/// the bend over one block length after it, and the bend is the most that any sample of the block
/// length before it needs. So both reach from a block into the next one only, the greatest of the
/// sliding window is the greater of two running maxima, and blocks far from a peak, which are most,
/// are only multiplied.
public final class Leveller {

  private static final double LOOK_AHEAD_SECONDS = 0.005;
  private static final double RELEASE_SECONDS = 0.060;

  /// A bend below this, less than a 16-bit step, is none.
  private static final double LEAST_BEND = 1e-5;

  private static final double FULL_SCALE = 32768;

  private final double gain;
  private final double ceiling; // for samples before the gain
  private final boolean limits;
  private final int block;
  private final double keep; // of the bend, from one sample to the next

  /// Samples on their way in: what the first peak depends on, a block, what the last depends on.
  private final short[] arriving;

  private int arrived = TruePeak.BEFORE;
  private final double[] needed; // by each sample of the arriving block: what it must give up

  // The block before the arriving one.
  private final short[] held;
  private boolean holds;
  private final double[] heldBend;
  private final double[] heldNeed; // the most that any of its samples from this one on needs
  private boolean bends; // whether any of the two is not 0 throughout

  private double bend;
  private double sum; // of the bend over one block length
  private final double[] sums; // up to each sample of the held block
  private long taken;
  private long given;

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
    this.ceiling = ceiling * FULL_SCALE / gain;
    limits = gain * peak > ceiling;
    block = Math.max(TruePeak.AFTER, (int) (sampleRate * LOOK_AHEAD_SECONDS));
    keep = Math.exp(-1 / (sampleRate * RELEASE_SECONDS));
    arriving = new short[TruePeak.BEFORE + block + TruePeak.AFTER];
    needed = new double[block];
    held = new short[block];
    heldBend = new double[block];
    heldNeed = new double[block];
    sums = new double[block];
  }

  /// How long the array must be that [#process] is given with `count` samples, or [#finish] with 0.
  public int room(int count) {
    return count + 4 * block + TruePeak.AFTER;
  }

  /// Takes the first `count` samples and puts those that are ready into `out`; returns how many.
  public int process(short[] samples, int count, short[] out) {
    if (!limits) {
      multiply(samples, count, out, 0);
      return count;
    }
    int ready = 0;
    for (int from = 0; from < count; ) {
      int part = Math.min(arriving.length - arrived, count - from);
      System.arraycopy(samples, from, arriving, arrived, part);
      from += part;
      arrived += part;
      if (arrived == arriving.length) {
        ready += level(out, ready);
      }
    }
    taken += count;
    given += ready;
    return ready;
  }

  /// Puts the samples still held back, after the last [#process], into `out` and returns how many
  /// they are; silence pushes them out.
  public int finish(short[] out) {
    int left = (int) (taken - given);
    if (left > 0) {
      int silence = 2 * block + TruePeak.AFTER;
      process(new short[silence], silence, out);
    }
    return left;
  }

  /// Gives the held block out, if there is one, and holds the arriving one; returns how many
  /// samples were given out.
  private int level(short[] out, int from) {
    boolean quiet = TruePeak.isBelow(ceiling, arriving, TruePeak.BEFORE, block + 1);
    if (quiet && !bends) {
      multiply(held, block, out, from);
    } else {
      bend(quiet, out, from);
    }
    System.arraycopy(arriving, TruePeak.BEFORE, held, 0, block);
    System.arraycopy(arriving, block, arriving, 0, arriving.length - block);
    arrived -= block;
    int ready = holds ? block : 0;
    holds = true;
    return ready;
  }

  private void multiply(short[] samples, int count, short[] out, int from) {
    for (int i = 0; i < count; i++) {
      out[from + i] = rounded(samples[i] * gain);
    }
  }

  private void bend(boolean quiet, short[] out, int from) {
    if (quiet) {
      Arrays.fill(needed, 0);
    } else {
      findNeeded();
    }
    followNeeds();
    double share = gain / block;
    for (int i = 0; i < block; i++) {
      out[from + i] = rounded(held[i] * (gain - share * sums[i]));
    }
    double most = 0;
    for (int i = block - 1; i >= 0; i--) {
      most = larger(most, needed[i]);
      heldNeed[i] = most;
    }
    if (bend < LEAST_BEND) {
      bend = 0;
    }
    bends = most > 0 || heldBend[0] > 0;
    if (!bends) {
      sum = 0; // but for rounding errors it is
    }
  }

  /// The bend at each sample of the held block, and its sums.
  private void followNeeds() {
    double most = 0;
    double bent = bend;
    double total = sum;
    for (int i = 0; i < block; i++) {
      most = larger(most, needed[i]);
      bent = larger(larger(most, heldNeed[i]), bent * keep);
      total += bent - heldBend[i];
      heldBend[i] = bent;
      sums[i] = total;
    }
    bend = bent;
    sum = total;
  }

  private void findNeeded() {
    for (int i = 0; i < block; i++) {
      int at = TruePeak.BEFORE + i;
      needed[i] =
          TruePeak.isBelow(ceiling, arriving, at, 2)
              ? 0
              : 1 - ceiling / TruePeak.louderThan(ceiling, arriving, at);
    }
  }

  /// Unlike [Math#max] without thought of NaN and −0, which takes longer than all the rest.
  private static double larger(double a, double b) {
    return a > b ? a : b;
  }

  private static short rounded(double x) {
    return (short) Math.clamp((int) Math.rint(x), Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
