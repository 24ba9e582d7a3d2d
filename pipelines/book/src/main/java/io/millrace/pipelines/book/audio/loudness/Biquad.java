package io.millrace.pipelines.book.audio.loudness;

/// A second-order filter, transposed direct form II. The two of BS.1770's K weighting are given by
/// the standard as coefficients for 48 kHz only; here they are designed for any rate by the
/// bilinear transform from the analogue filters with the same response (frequencies, gain and
/// quality below follow from the standard's table). Not thread-safe.
final class Biquad {

  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;
  private double z1;
  private double z2;

  private Biquad(double b0, double b1, double b2, double a0, double a1, double a2) {
    this.b0 = b0 / a0;
    this.b1 = b1 / a0;
    this.b2 = b2 / a0;
    this.a1 = a1 / a0;
    this.a2 = a2 / a0;
  }

  double filter(double x) {
    double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }

  /// First stage: a shelf of about +4 dB above 1.7 kHz, for the effect of the head.
  static Biquad kWeightingShelf(int sampleRate) {
    double k = Math.tan(Math.PI * 1681.974450955533 / sampleRate);
    double q = 0.7071752369554196;
    double high = Math.pow(10, 3.999843853973347 / 20);
    double band = Math.pow(high, 0.4996667741545416);
    return new Biquad(
        high + band * k / q + k * k,
        2 * (k * k - high),
        high - band * k / q + k * k,
        1 + k / q + k * k,
        2 * (k * k - 1),
        1 - k / q + k * k);
  }

  /// Second stage: a high pass at 38 Hz.
  static Biquad kWeightingHighPass(int sampleRate) {
    double k = Math.tan(Math.PI * 38.13547087602444 / sampleRate);
    double q = 0.5003270373238773;
    double a0 = 1 + k / q + k * k;
    // The standard's numerator is 1, −2, 1 whatever the denominator, hence the factor a0.
    return new Biquad(a0, -2 * a0, a0, a0, 2 * (k * k - 1), 1 - k / q + k * k);
  }
}
