package io.millrace.pipelines.book.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.pipelines.book.audio.Ffmpeg;
import io.millrace.pipelines.book.audio.NativeTools;
import io.millrace.pipelines.book.audio.process.ToolInterruptedException;
import io.millrace.pipelines.book.audio.process.ToolMissingException;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.VoiceMissingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EspeakProviderTest {

  private static final String SENTENCE = "The mill wheel turned all night, and nobody heard it. ";

  /// The LAME tag cannot express every padding at the end.
  private static final int MP3_FRAME = 576;

  private static final int AAC_FRAME = 1024;

  @TempDir Path folder;
  private EspeakProvider provider;

  @BeforeEach
  void tools() {
    provider =
        new EspeakProvider(NativeTools.espeak(), NativeTools.ffmpeg(), folder.resolve("scratch"));
  }

  @Test
  void speechHasTheTargetLoudnessAndTheSamplesItSays() throws IOException {
    var spoken = speak(SENTENCE.repeat(8) + "\n\n\n" + SENTENCE.repeat(3), Locale.ENGLISH);

    assertThat((long) NativeTools.decode(spoken.file()).length)
        .isBetween(spoken.result().samples(), spoken.result().samples() + MP3_FRAME);
    assertThat(NativeTools.ebur128(spoken.file())).isCloseTo(-18, within(0.7));
    assertThat(spoken.result().seconds()).isBetween(20.0, 60.0);
  }

  @Test
  void theSameTextGivesTheSameBytes() throws IOException {
    var first = speak(SENTENCE, Locale.ENGLISH);
    var second = speak(SENTENCE, Locale.ENGLISH);

    assertThat(first.file()).hasSameBinaryContentAs(second.file());
  }

  @Test
  void theFramesForTheAudiobookHoldTheSameSound() throws IOException {
    var mp3 = new ByteArrayOutputStream();
    var aac = new ByteArrayOutputStream();

    var result = provider.speak(request(SENTENCE.repeat(8), Locale.ENGLISH, null), mp3, aac);

    var file = folder.resolve("frames.aac");
    Files.write(file, aac.toByteArray());
    assertThat((long) NativeTools.decode(file).length)
        .isBetween(result.samples(), result.samples() + 3 * AAC_FRAME);
    assertThat(NativeTools.ebur128(file)).isCloseTo(-18, within(0.7));
    assertThat(mp3.toByteArray())
        .isEqualTo(Files.readAllBytes(speak(SENTENCE.repeat(8), Locale.ENGLISH).file()));
    var again = new ByteArrayOutputStream();
    provider.speak(
        request(SENTENCE.repeat(8), Locale.ENGLISH, null), OutputStream.nullOutputStream(), again);
    assertThat(again.toByteArray()).isEqualTo(aac.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   \n\n ", "…", "* * *\n\n\n—", "?!", "\u0001\u0000", "\uD800"})
  void textWithNothingToSayGivesAShortSilence(String text) throws IOException {
    var spoken = speak(text, Locale.ENGLISH);

    assertThat(spoken.result().seconds()).isBetween(0.3, 4.0);
    assertThat((long) NativeTools.decode(spoken.file()).length)
        .isBetween(spoken.result().samples(), spoken.result().samples() + MP3_FRAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "en", "en-US", "en-GB", "fr", "fr-CA", "vi", "de-AT", "pt-BR", "zh", "zh-TW", "no", "und"
      })
  void everyCommonLanguageHasAVoice(String tag) throws IOException {
    assertThat(speak("Anna 12 Otto", Locale.forLanguageTag(tag)).result().seconds())
        .isGreaterThan(1.2);
  }

  @Test
  void aLanguageWithoutAVoiceListsWhatThereIs() {
    assertThatThrownBy(() -> speak("nuqneH", Locale.forLanguageTag("sux")))
        .isInstanceOf(VoiceMissingException.class)
        .hasMessageContaining("'sux'")
        .hasMessageContaining("en-us")
        .hasMessageContaining("vi");
  }

  @Test
  void aVoiceIsFoundByLanguageNameOrFile() throws IOException {
    for (var voice : new String[] {"en-us", "English (America)", "gmw/en-US", "en-us+f3"}) {
      assertThat(speak(SENTENCE, Locale.FRENCH, voice).result().seconds()).isGreaterThan(2);
    }
    assertThatThrownBy(() -> speak(SENTENCE, Locale.ENGLISH, "Rachel"))
        .isInstanceOf(VoiceMissingException.class)
        .hasMessageContaining("Rachel");
  }

  @Test
  void aFasterVoiceIsShorterAndASillySpeedIsRefused() throws IOException {
    var usual = speak(SENTENCE, Map.of()).result().samples();
    var fast = speak(SENTENCE, Map.of("speed", "1.5")).result().samples();

    assertThat(fast).isLessThan(usual);
    assertThatThrownBy(() -> speak(SENTENCE, Map.of("speed", "900")))
        .isInstanceOf(ProviderRefusedException.class);
  }

  @Test
  void codesOfTheVoiceProgramInTheTextAreJustText() throws IOException {
    var spoken =
        speak(
            "A [[bracket]] <break time='60s'/> &amp; -w /dev/null \u0001100S end.", Locale.ENGLISH);

    assertThat(spoken.result().seconds()).isBetween(3.0, 15.0);
  }

  @Test
  @Tag("slow")
  void aTextLongerThanOnePieceIsSpokenWhole() throws IOException {
    var one = speak(SENTENCE.repeat(100), Locale.ENGLISH).result().seconds();
    var all = speak((SENTENCE.repeat(100) + "\n\n").repeat(21), Locale.ENGLISH).result().seconds();

    assertThat(all / one).isBetween(20.0, 22.0);
  }

  @Test
  void nothingTemporaryIsLeftBehind() throws IOException {
    speak(SENTENCE, Locale.ENGLISH);
    assertThatThrownBy(() -> provider.speak(request(SENTENCE, Locale.ENGLISH, null), new Broken()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the far side hung up");

    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aMissingProgramSaysHowToGetIt() {
    var without =
        new EspeakProvider(
            NativeTools.espeak(), new Ffmpeg(Path.of("no-such-ffmpeg")), folder.resolve("scratch"));

    assertThatThrownBy(
            () ->
                without.speak(
                    request("Hello", Locale.ENGLISH, null), OutputStream.nullOutputStream()))
        .isInstanceOf(ToolMissingException.class)
        .hasMessageContaining("no-such-ffmpeg")
        .hasMessageContaining("Install FFmpeg");
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void anInterruptStopsTheVoiceAndLeavesNothing() throws InterruptedException, IOException {
    speak(SENTENCE, Locale.ENGLISH);
    var failure = new AtomicReference<Throwable>();
    var text = SENTENCE.repeat(40_000); // minutes of work
    var worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    speak(text, Locale.ENGLISH);
                  } catch (IOException | RuntimeException e) {
                    failure.set(e);
                  }
                });
    while (folder.resolve("scratch").toFile().list().length == 0 && worker.isAlive()) {
      Thread.onSpinWait();
    }
    worker.interrupt();
    worker.join();

    assertThat(failure.get()).isInstanceOf(ToolInterruptedException.class);
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
    // A killed program is gone a moment after the signal; other children are other tests' servers.
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").contains("espeak"))
        .forEach(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(10)));
  }

  private record Spoken(Path file, SpeechResult result) {}

  private Spoken speak(String text, Locale language) throws IOException {
    return speak(text, language, null);
  }

  private Spoken speak(String text, Map<String, String> options) throws IOException {
    return speak(new SpeechRequest(text, Locale.ENGLISH, null, options, null, null));
  }

  private Spoken speak(String text, Locale language, String voice) throws IOException {
    return speak(request(text, language, voice));
  }

  private Spoken speak(SpeechRequest request) throws IOException {
    var mp3 = new ByteArrayOutputStream();
    var result = provider.speak(request, mp3);
    var file = Files.createTempFile(folder, "spoken", ".mp3");
    Files.write(file, mp3.toByteArray());
    return new Spoken(file, result);
  }

  private static SpeechRequest request(String text, Locale language, String voice) {
    return new SpeechRequest(text, language, voice, Map.of(), null, null);
  }

  private static final class Broken extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("the far side hung up");
    }
  }
}
