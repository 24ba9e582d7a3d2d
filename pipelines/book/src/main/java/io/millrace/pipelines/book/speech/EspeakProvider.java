package io.millrace.pipelines.book.speech;

import io.millrace.pipelines.book.audio.Ffmpeg;
import io.millrace.pipelines.book.audio.PcmRecording;
import io.millrace.pipelines.book.audio.RecordingEncoder;
import io.millrace.pipelines.book.audio.process.ScratchFolder;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.TextPieces;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The offline voice: espeak-ng speaks, FFmpeg encodes. A chapter takes one espeak-ng run for each
/// stretch between long pauses and one FFmpeg run; the samples are measured while they are spoken.
/// Same text and programs give the same bytes. Thread-safe.
///
/// Options: `speed`, a factor from 0.5 to 2 on the usual 175 words a minute; `pitch`, 0 to 99.
public final class EspeakProvider implements SpeechProvider {

  public static final String ID = "espeak";

  /// Raise it when this class makes other sound for the same input, so that chapters are made anew.
  public static final String GENERATION = "2";

  private static final int USUAL_WORDS_PER_MINUTE = 175;
  private static final double LONG_PAUSE_SECONDS = 0.9;
  private static final double CLOSING_PAUSE_SECONDS = 0.8;

  /// espeak-ng holds its whole input in memory and writes a WAV that must stay below 2 GiB; this is
  /// about two hours of speech.
  private static final int PIECE_CHARACTERS = 100_000;

  private static final Pattern LONG_PAUSE = Pattern.compile("\\n[ \\t]*\\n[ \\t]*\\n\\s*");

  /// espeak-ng takes control characters for commands and `[[` for the start of phoneme codes.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

  private static final Pattern PHONEMES = Pattern.compile("\\[(?=\\[)");

  private final Espeak espeak;
  private final RecordingEncoder encoder;
  private final @Nullable Path temporary;
  private volatile @Nullable EspeakVoices voices;

  /// `temporary` is where what is encoded waits, and samples that do not fit into memory, about 160
  /// MB an hour of speech; null for the system's folder.
  public EspeakProvider(Espeak espeak, Ffmpeg ffmpeg, @Nullable Path temporary) {
    this.espeak = espeak;
    this.encoder = new RecordingEncoder(ffmpeg);
    this.temporary = temporary;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public SpeechResult speak(SpeechRequest request, OutputStream mp3) {
    return speak(request, mp3, OutputStream.nullOutputStream());
  }

  @Override
  public SpeechResult speak(SpeechRequest request, OutputStream mp3, OutputStream aac) {
    var arguments = arguments(request);
    try (var scratch = ScratchFolder.create(temporary);
        var recording = new PcmRecording(scratch.file("voice.pcm"))) {
      record(request, arguments, recording);
      var asMp3 = scratch.file("voice.mp3");
      var asAac = scratch.file("voice.aac");
      encoder.encode(recording, asMp3, asAac);
      copy(asAac, aac);
      copy(asMp3, mp3);
      return new SpeechResult(
          recording.samples(), recording.sampleRate(), request.text().length(), List.of());
    } catch (IOException e) {
      throw ScratchFolder.failure("The voice could not be kept in a temporary file", e);
    }
  }

  private void record(SpeechRequest request, List<String> arguments, PcmRecording recording)
      throws IOException {
    var stretches = LONG_PAUSE.split(request.text());
    for (int i = 0; i < stretches.length; i++) {
      if (i > 0) {
        recording.addSilence(LONG_PAUSE_SECONDS);
      }
      for (var piece : TextPieces.of(stretches[i], PIECE_CHARACTERS, request.language())) {
        say(piece, arguments, recording);
      }
    }
    recording.addSilence(CLOSING_PAUSE_SECONDS);
  }

  /// A piece of dashes and stars is a pause: asked to speak it, espeak-ng names the signs.
  private void say(String piece, List<String> arguments, PcmRecording recording)
      throws IOException {
    if (piece.codePoints().noneMatch(Character::isLetterOrDigit)) {
      recording.addSilence(LONG_PAUSE_SECONDS);
      return;
    }
    var text = PHONEMES.matcher(CONTROL.matcher(piece).replaceAll(" ")).replaceAll("[ ");
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    espeak.command(arguments).run(stdin -> stdin.write(bytes), recording::addWav);
  }

  private List<String> arguments(SpeechRequest request) {
    var voice = request.voice();
    var arguments = new ArrayList<String>();
    arguments.add("-v");
    arguments.add(
        voice == null || voice.isBlank()
            ? voices().forLanguage(request.language())
            : voices().named(voice));
    var speed = request.options().get("speed");
    if (speed != null) {
      double factor = number("speed", speed, 0.5, 2);
      arguments.add("-s");
      arguments.add(Long.toString(Math.round(factor * USUAL_WORDS_PER_MINUTE)));
    }
    var pitch = request.options().get("pitch");
    if (pitch != null) {
      arguments.add("-p");
      arguments.add(Long.toString(Math.round(number("pitch", pitch, 0, 99))));
    }
    arguments.addAll(List.of("-b", "1", "--stdin", "--stdout")); // 1: UTF-8
    return arguments;
  }

  private static double number(String option, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, like a number out of range
    }
    throw new ProviderRefusedException(
        ID, "The voice option " + option + " is '" + value + "', not in " + least + " to " + most);
  }

  /// Two threads may list the voices at once the first time, which does no harm.
  private EspeakVoices voices() {
    var known = voices;
    if (known == null) {
      known = EspeakVoices.installed(espeak);
      voices = known;
    }
    return known;
  }

  private static void copy(Path encoded, OutputStream out) {
    try {
      Files.copy(encoded, out);
    } catch (IOException e) {
      throw new UncheckedIOException("The sound could not be handed on: " + e.getMessage(), e);
    }
  }
}
