package io.millrace.pipelines.book.audio.loudness;

/// The coefficients of a second-order filter, `a0` being 1. The two of BS.1770's K weighting are
/// given by the standard for 48 kHz only; here they are designed for any rate by the bilinear
/// transform from the analogue filters with the same response (frequencies, gain and quality below
/// follow from the standard's table).
record Biquad(double b0, double b1, double b2, double a1, double a2) {

  private static Biquad of(double b0, double b1, double b2, double a0, double a1, double a2) {
    return new Biquad(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
  }

  /// First stage: a shelf of about +4 dB above 1.7 kHz, for the effect of the head.
  static Biquad kWeightingShelf(int sampleRate) {
    double k = Math.tan(Math.PI * 1681.974450955533 / sampleRate);
    double q = 0.7071752369554196;
    double high = Math.pow(10, 3.999843853973347 / 20);
    double band = Math.pow(high, 0.4996667741545416);
    return of(
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
    return of(a0, -2 * a0, a0, a0, 2 * (k * k - 1), 1 - k / q + k * k);
  }
}
