package io.millrace.pipelines.book.audio.loudness;

/// The K weighting of BS.1770 as a stream: a shelf, then a high pass, both in direct form I, in one
/// loop over local variables. Apart, or sample by sample through fields, they take twice as long.
/// Not thread-safe.
final class KWeighting {

  private static final double FULL_SCALE = 32768;

  private final Biquad shelf;
  private final Biquad highPass;

  // The last two values before, between and after the filters.
  private double x1;
  private double x2;
  private double y1;
  private double y2;
  private double z1;
  private double z2;

  KWeighting(int sampleRate) {
    shelf = Biquad.kWeightingShelf(sampleRate);
    highPass = Biquad.kWeightingHighPass(sampleRate);
  }

  /// Takes `count` samples and returns the sum of their weighted squares, full scale being 1.
  double energy(short[] samples, int from, int count) {
    double b0 = shelf.b0() / FULL_SCALE;
    double b1 = shelf.b1() / FULL_SCALE;
    double b2 = shelf.b2() / FULL_SCALE;
    double a1 = shelf.a1();
    double a2 = shelf.a2();
    double c1 = highPass.a1();
    double c2 = highPass.a2();
    double u1 = x1;
    double u2 = x2;
    double v1 = y1;
    double v2 = y2;
    double w1 = z1;
    double w2 = z2;
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      double u = samples[i];
      double v = b0 * u + b1 * u1 + b2 * u2 - a2 * v2 - a1 * v1;
      double w = v - 2 * v1 + v2 - c2 * w2 - c1 * w1; // the high pass begins with 1, −2, 1
      sum += w * w;
      u2 = u1;
      u1 = u;
      v2 = v1;
      v1 = v;
      w2 = w1;
      w1 = w;
    }
    x1 = u1;
    x2 = u2;
    y1 = v1;
    y2 = v2;
    z1 = w1;
    z2 = w2;
    return sum;
  }
}
