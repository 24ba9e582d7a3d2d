package io.millrace.pipelines.book.audio.loudness;

import java.util.Arrays;

/// Measures mono sound as it passes: integrated loudness by ITU-R BS.1770-4 (K weighting, blocks of
/// 400 ms every 100 ms, gates at −70 LUFS and at 10 LU below the mean) and the true peak. Measuring
/// in the stream saves the extra pass over the file that a separate tool would need. Not
/// thread-safe.
public final class LoudnessMeter {

  private static final double OFFSET_LUFS = -0.691; // BS.1770-4, equation 2
  private static final double ABSOLUTE_GATE_LUFS = -70;
  private static final double RELATIVE_GATE = 0.1; // 10 LU below, as a power ratio
  private static final double FULL_SCALE = 32768;

  private static final int BLOCK = 4096; // samples
  private static final int GLANCE = 64; // samples whose peaks are ruled out together

  private final int stepSamples;
  private final KWeighting weighting;

  /// What the next peaks depend on, then a block of new samples.
  private final short[] recent = new short[TruePeak.BEFORE + TruePeak.AFTER + BLOCK];

  private double[] stepEnergies = new double[1024];
  private int steps;
  private double energy;
  private int inStep;
  private double peak;

  public LoudnessMeter(int sampleRate) {
    if (sampleRate < 8000 || sampleRate > 192_000) {
      throw new IllegalArgumentException("Sample rate out of range: " + sampleRate);
    }
    stepSamples = sampleRate / 10;
    weighting = new KWeighting(sampleRate);
  }

  /// Takes the first `count` samples.
  public void add(short[] samples, int count) {
    for (int from = 0; from < count; from += BLOCK) {
      findPeaks(samples, from, Math.min(BLOCK, count - from));
    }
    for (int from = 0; from < count; ) {
      int part = Math.min(stepSamples - inStep, count - from);
      energy += weighting.energy(samples, from, part);
      from += part;
      inStep += part;
      if (inStep == stepSamples) {
        closeStep();
      }
    }
  }

  /// Looks at `count` curves that end [TruePeak#AFTER] samples before the end of the new samples.
  private void findPeaks(short[] samples, int from, int count) {
    int kept = TruePeak.BEFORE + TruePeak.AFTER;
    System.arraycopy(samples, from, recent, kept, count);
    for (int at = TruePeak.BEFORE; at < TruePeak.BEFORE + count; at += GLANCE) {
      int part = Math.min(GLANCE, TruePeak.BEFORE + count - at);
      if (!TruePeak.isBelow(peak, recent, at, part + 1)) {
        for (int i = at; i < at + part; i++) {
          peak = TruePeak.louderThan(peak, recent, i);
        }
      }
    }
    System.arraycopy(recent, count, recent, 0, kept);
  }

  private void closeStep() {
    if (steps == stepEnergies.length) {
      stepEnergies = Arrays.copyOf(stepEnergies, steps * 2);
    }
    stepEnergies[steps++] = energy;
    energy = 0;
    inStep = 0;
  }

  /// What was measured so far.
  public Loudness measured() {
    return new Loudness(integrated(), peak / FULL_SCALE);
  }

  private double integrated() {
    var blocks = new double[Math.max(0, steps - 3)];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] =
          (stepEnergies[i] + stepEnergies[i + 1] + stepEnergies[i + 2] + stepEnergies[i + 3])
              / (4.0 * stepSamples);
    }
    if (blocks.length == 0) {
      return shorterThanOneBlock();
    }
    double ungated = meanAbove(blocks, power(ABSOLUTE_GATE_LUFS));
    return lufs(meanAbove(blocks, Math.max(ungated * RELATIVE_GATE, power(ABSOLUTE_GATE_LUFS))));
  }

  /// The standard says nothing of sound below 400 ms; a short word still needs a level.
  private double shorterThanOneBlock() {
    double sum = energy;
    for (int i = 0; i < steps; i++) {
      sum += stepEnergies[i];
    }
    long samples = (long) steps * stepSamples + inStep;
    return samples == 0 ? Double.NEGATIVE_INFINITY : lufs(sum / samples);
  }

  private static double meanAbove(double[] blocks, double gate) {
    double sum = 0;
    int count = 0;
    for (double block : blocks) {
      if (block > gate) {
        sum += block;
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double lufs(double power) {
    return OFFSET_LUFS + 10 * Math.log10(power);
  }

  private static double power(double lufs) {
    return Math.pow(10, (lufs - OFFSET_LUFS) / 10);
  }
}
