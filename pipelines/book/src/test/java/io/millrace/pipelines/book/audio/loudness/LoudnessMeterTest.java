package io.millrace.pipelines.book.audio.loudness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessMeterTest {

  @ParameterizedTest
  @ValueSource(ints = {16_000, 22_050, 44_100, 48_000})
  void aSineOf997HertzAtMinus20ReadsMinus23(int rate) {
    // BS.1770-4: a full-scale 997 Hz sine in one channel reads -3.01 LUFS.
    assertThat(measure(sine(997, 0.1, rate, rate * 3), rate).integratedLufs())
        .isCloseTo(-23.01, within(0.05));
  }

  @Test
  void silenceAroundSpeechDoesNotCount() {
    int rate = 22_050;
    var tone = sine(997, 0.1, rate, rate * 3);
    var padded = new short[rate * 20];
    System.arraycopy(tone, 0, padded, rate * 8, tone.length);

    assertThat(measure(padded, rate).integratedLufs()).isCloseTo(-23.01, within(0.5));
  }

  @Test
  void silenceHasNoLoudnessAndIsNotAmplified() {
    var silence = measure(new short[22_050], 22_050);

    assertThat(silence.integratedLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(silence.gainToTarget()).isEqualTo(1);
  }

  @Test
  void aTenthOfASecondStillHasALevel() {
    assertThat(measure(sine(997, 0.1, 22_050, 2205), 22_050).integratedLufs())
        .isCloseTo(-23.01, within(0.5));
  }

  @Test
  void thePeakBetweenSamplesIsFound() {
    int rate = 48_000;
    var samples = new short[rate];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(0.5 * 32768 * Math.sin(Math.PI / 2 * i + Math.PI / 4));
    }

    assertThat(measure(samples, rate).truePeak()).isCloseTo(0.5, within(0.01)); // samples: 0.354
  }

  static Loudness measure(short[] samples, int rate) {
    var meter = new LoudnessMeter(rate);
    meter.add(samples, samples.length);
    return meter.measured();
  }

  static short[] sine(double hertz, double amplitude, int rate, int count) {
    var samples = new short[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (short) Math.round(amplitude * 32767 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return samples;
  }
}
