package io.millrace.pipelines.book.audio.loudness;

/// How loud a piece is: integrated loudness in LUFS (negative infinity for silence) and true peak
/// as a fraction of full scale.
public record Loudness(double integratedLufs, double truePeak) {

  /// Speech for one ear is commonly delivered between −20 and −16 LUFS in mono; the middle of it.
  public static final double TARGET_LUFS = -18;

  /// Highest true peak let through, in dBTP. EBU R128 allows −1; lossy encoders overshoot by some
  /// tenths of a decibel, hence half a decibel more.
  public static final double CEILING_DBTP = -1.5;

  /// A nearly silent piece is not blown up to noise.
  private static final double MAXIMUM_GAIN_DB = 20;

  /// The factor that brings this piece to [#TARGET_LUFS]; 1 for silence.
  public double gainToTarget() {
    if (integratedLufs == Double.NEGATIVE_INFINITY) {
      return 1;
    }
    return factor(Math.min(TARGET_LUFS - integratedLufs, MAXIMUM_GAIN_DB));
  }

  static double factor(double decibels) {
    return Math.pow(10, decibels / 20);
  }
}
