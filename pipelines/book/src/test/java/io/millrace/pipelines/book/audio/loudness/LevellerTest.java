package io.millrace.pipelines.book.audio.loudness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LevellerTest {

  private static final int RATE = 22_050;

  @Test
  void aPieceBelowTheCeilingIsOnlyMultiplied() {
    var tone = LoudnessMeterTest.sine(400, 0.1, RATE, RATE);

    var levelled = level(tone, new Leveller(2, 0.84, 0.1, RATE), 1000);

    assertThat(levelled).hasSameSizeAs(tone);
    for (int i = 0; i < tone.length; i++) {
      assertThat((int) levelled[i]).isEqualTo(2 * tone[i]);
    }
  }

  @Test
  void peaksStayBelowTheCeilingAndNoSampleIsLostOrMoved() {
    var speech = bursts(new Random(7), RATE * 4);
    var measured = LoudnessMeterTest.measure(speech, RATE);
    var levelled = level(speech, new Leveller(4, 0.84, measured.truePeak(), RATE), 777);

    assertThat(levelled).hasSameSizeAs(speech);
    assertThat(LoudnessMeterTest.measure(levelled, RATE).truePeak()).isLessThan(0.86);
    assertThat(lagOf(levelled, speech)).isZero();
  }

  @Test
  void quietPartsFarFromAPeakKeepTheWholeGain() {
    var samples = LoudnessMeterTest.sine(300, 0.05, RATE, RATE * 2);
    for (int i = RATE / 4; i < RATE / 4 + 500; i++) {
      samples[i] = (short) (30_000 * Math.sin(i * 0.2));
    }

    var levelled = level(samples, new Leveller(3, 0.84, 0.95, RATE), 4096);

    for (int i = RATE; i < RATE * 2; i += 97) {
      assertThat((double) levelled[i]).isCloseTo(3.0 * samples[i], within(3.0));
    }
  }

  @Test
  void theSizeOfThePortionsDoesNotMatter() {
    var speech = bursts(new Random(3), RATE);
    var whole = level(speech, new Leveller(4, 0.84, 1, RATE), speech.length);

    for (int portion : new int[] {1, 109, 110, 111, 4096}) {
      assertThat(level(speech, new Leveller(4, 0.84, 1, RATE), portion)).isEqualTo(whole);
    }
  }

  @Test
  void theGainComesBackWholeAfterAPeakAndBowsAgainAtTheNext() {
    var speech = new short[RATE * 3];
    for (int i = 0; i < speech.length; i++) {
      boolean loud = i % RATE < 300;
      speech[i] = (short) ((loud ? 30_000 : 3_000) * Math.sin(i * 0.2));
    }

    var levelled = level(speech, new Leveller(2, 0.84, 1, RATE), 1000);

    for (int second = 0; second < 3; second++) {
      int peak = 0;
      for (int i = second * RATE; i < second * RATE + 300; i++) {
        peak = Math.max(peak, Math.abs(levelled[i]));
      }
      assertThat(peak).as("peak of second %d", second).isBetween(26_000, 27_600);
      for (int i = second * RATE + RATE / 2 + 5000; i < second * RATE + RATE - 500; i++) {
        assertThat((int) levelled[i]).isEqualTo(2 * speech[i]);
      }
    }
  }

  @Test
  void aPieceShorterThanTheLookAheadComesOutWhole() {
    for (int length : new int[] {0, 1, 5, 60, 109, 110, 111, 300}) {
      var click = new short[length];
      if (length > 0) {
        click[0] = 20_000;
      }
      assertThat(level(click, new Leveller(2, 0.5, 0.7, RATE), 50)).hasSize(length);
    }
  }

  private static short[] level(short[] in, Leveller leveller, int block) {
    var out = new short[in.length];
    var levelled = new short[leveller.room(block)];
    int ready = 0;
    for (int at = 0; at < in.length; at += block) {
      int count = Math.min(block, in.length - at);
      var part = new short[count];
      System.arraycopy(in, at, part, 0, count);
      int given = leveller.process(part, count, levelled);
      System.arraycopy(levelled, 0, out, ready, given);
      ready += given;
    }
    int rest = leveller.finish(levelled);
    System.arraycopy(levelled, 0, out, ready, rest);
    assertThat(ready + rest).isEqualTo(in.length);
    return out;
  }

  private static short[] bursts(Random random, int count) {
    var samples = new short[count];
    double level = 0;
    double phase = 0;
    for (int i = 0; i < count; i++) {
      if (i % 1500 == 0) {
        level = random.nextDouble() * 0.9;
      }
      phase += 0.05 + 0.3 * level;
      samples[i] = (short) (32767 * level * Math.sin(phase));
    }
    return samples;
  }

  /// The shift at which two signals agree best.
  private static int lagOf(short[] a, short[] b) {
    int best = 0;
    double bestSum = 0;
    for (int lag = -300; lag <= 300; lag++) {
      double sum = 0;
      for (int i = 300; i < a.length - 300; i++) {
        sum += (double) a[i + lag] * b[i];
      }
      if (sum > bestSum) {
        bestSum = sum;
        best = lag;
      }
    }
    return best;
  }
}
