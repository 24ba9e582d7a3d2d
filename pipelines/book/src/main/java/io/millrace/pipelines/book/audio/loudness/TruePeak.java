package io.millrace.pipelines.book.audio.loudness;

/// The peak of the curve between samples (BS.1770-4, annex 2): the last twelve samples are
/// interpolated at three points between the sixth and the seventh. Not thread-safe.
final class TruePeak {

  static final int TAPS = 12;

  /// How many samples the point looked at lies behind the newest one.
  static final int DELAY = TAPS / 2;

  private static final int POINTS = 3;
  private static final double[][] KERNELS = kernels();

  private final double[] ring = new double[TAPS];
  private int newest;

  /// Takes one sample; returns the larger of `floor` and the peak around the sample [#DELAY] back.
  /// Between two samples that are both below half the floor no speech exceeds it, so nothing is
  /// computed there: that makes the meter nearly free.
  double louderThan(double floor, double x) {
    newest = newest == TAPS - 1 ? 0 : newest + 1;
    ring[newest] = x;
    double left = Math.abs(ring[index(DELAY)]);
    double right = Math.abs(ring[index(DELAY - 1)]);
    double found = Math.max(floor, left);
    if (Math.max(left, right) <= floor / 2) {
      return found;
    }
    for (int point = 0; point < POINTS; point++) {
      found = Math.max(found, Math.abs(interpolate(KERNELS[point])));
    }
    return found;
  }

  private double interpolate(double[] kernel) {
    double sum = 0;
    for (int back = 0, at = newest; back < TAPS; back++) {
      sum += kernel[back] * ring[at];
      at = at == 0 ? TAPS - 1 : at - 1;
    }
    return sum;
  }

  private int index(int back) {
    int at = newest - back;
    return at < 0 ? at + TAPS : at;
  }

  /// Windowed sinc; entry `back` weighs the sample that many behind the newest.
  private static double[][] kernels() {
    var kernels = new double[POINTS][TAPS];
    for (int point = 0; point < POINTS; point++) {
      double at = DELAY - (point + 1) / (double) (POINTS + 1); // counted backwards from the newest
      double sum = 0;
      for (int back = 0; back < TAPS; back++) {
        double distance = Math.PI * (back - at);
        double window = Math.cos(distance / (TAPS + 1));
        kernels[point][back] = Math.sin(distance) / distance * window * window;
        sum += kernels[point][back];
      }
      for (int back = 0; back < TAPS; back++) {
        kernels[point][back] /= sum;
      }
    }
    return kernels;
  }
}
