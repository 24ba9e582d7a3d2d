package io.millrace.pipelines.book.audio.loudness;

/// The peak of the curve between samples (BS.1770-4, annex 2): twelve samples are interpolated at
/// three points between the sixth and the seventh. Peaks are in the samples' own unit. All static,
/// on plain arrays: this is asked for every sample of a book.
final class TruePeak {

  private static final int TAPS = 12;

  /// How many samples before a sample its curve to the next one depends on.
  static final int BEFORE = TAPS / 2 - 1;

  /// How many samples after it.
  static final int AFTER = TAPS / 2;

  private static final int POINTS = 3;
  private static final double[][] KERNELS = kernels();

  private TruePeak() {}

  /// The larger of `floor` and the peak from sample `at` to just before the next one.
  static double louderThan(double floor, short[] samples, int at) {
    double found = Math.max(floor, Math.abs((int) samples[at]));
    if (isBelow(floor, samples, at, 2)) {
      return found;
    }
    for (double[] kernel : KERNELS) {
      found = Math.max(found, Math.abs(interpolate(kernel, samples, at - BEFORE)));
    }
    return found;
  }

  /// Whether no peak among these samples exceeds `floor`, told without interpolating: between two
  /// samples that are both below half of it no speech does. True for most speech, which makes the
  /// meter nearly free.
  static boolean isBelow(double floor, short[] samples, int from, int count) {
    int loudest = 0;
    for (int i = from; i < from + count; i++) {
      loudest = Math.max(loudest, Math.abs(samples[i]));
    }
    return loudest <= floor / 2;
  }

  private static double interpolate(double[] kernel, short[] samples, int from) {
    double sum = 0;
    for (int tap = 0; tap < TAPS; tap++) {
      sum += kernel[tap] * samples[from + tap];
    }
    return sum;
  }

  /// Windowed sinc; entry `tap` weighs the tap-th of the twelve samples.
  private static double[][] kernels() {
    var kernels = new double[POINTS][TAPS];
    for (int point = 0; point < POINTS; point++) {
      double at = BEFORE + (point + 1) / (double) (POINTS + 1);
      double sum = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        double distance = Math.PI * (tap - at);
        double window = Math.cos(distance / (TAPS + 1));
        kernels[point][tap] = Math.sin(distance) / distance * window * window;
        sum += kernels[point][tap];
      }
      for (int tap = 0; tap < TAPS; tap++) {
        kernels[point][tap] /= sum;
      }
    }
    return kernels;
  }
}
