package io.millrace.pipelines.book.speech;

import io.millrace.pipelines.book.audio.process.ToolCommand;
import io.millrace.pipelines.book.provider.VoiceMissingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The voices an espeak-ng installation has, as its `--voices` table lists them, and which of them
/// speaks a language. Immutable.
final class EspeakVoices {

  /// Where espeak-ng's code differs from what BCP 47 uses (for macrolanguages it names the member).
  private static final Map<String, String> OTHER_CODES =
      Map.of("zh", "cmn", "no", "nb", "zh-hk", "yue", "zh-mo", "yue", "tl", "fil");

  private static final Pattern OTHER_LANGUAGE = Pattern.compile("\\((\\S+) (\\d+)\\)");
  private static final int LANGUAGE_COLUMN = 1;
  private static final int NAME_COLUMN = 3;
  private static final int FILE_COLUMN = 4;

  /// One row: a voice speaks its main language and, with lower preference, others.
  private record Voice(String language, String name, String file, Map<String, Integer> others) {}

  private final List<Voice> voices;

  private EspeakVoices(List<Voice> voices) {
    this.voices = List.copyOf(voices);
  }

  static EspeakVoices installed(Espeak espeak) {
    var table = new StringBuilder();
    espeak
        .command(List.of("--voices"))
        .run(
            ToolCommand.Feed.nothing(),
            out -> table.append(new String(out.readAllBytes(), StandardCharsets.UTF_8)));
    return parse(table.toString());
  }

  static EspeakVoices parse(String table) {
    var voices = new ArrayList<Voice>();
    for (var line : table.lines().skip(1).toList()) {
      var columns = line.strip().split("\\s+");
      if (columns.length > FILE_COLUMN) {
        var others = new HashMap<String, Integer>();
        var matcher = OTHER_LANGUAGE.matcher(line);
        while (matcher.find()) {
          others.put(matcher.group(1).toLowerCase(Locale.ROOT), Integer.valueOf(matcher.group(2)));
        }
        voices.add(
            new Voice(
                columns[LANGUAGE_COLUMN].toLowerCase(Locale.ROOT),
                columns[NAME_COLUMN],
                columns[FILE_COLUMN],
                others));
      }
    }
    return new EspeakVoices(voices);
  }

  /// The value of espeak-ng's `-v` for a voice the user names: a language (`en-us`), a voice name
  /// or its file, each with an optional variant (`en-us+f3`). Throws [VoiceMissingException].
  String named(String wanted) {
    int plus = wanted.indexOf('+');
    var base = plus < 0 ? wanted : wanted.substring(0, plus);
    var variant = plus < 0 ? "" : wanted.substring(plus);
    return voices.stream()
        .filter(voice -> isCalled(voice, base.strip()))
        .map(voice -> voice.file() + variant)
        .findFirst()
        .or(() -> speaking(base.strip().toLowerCase(Locale.ROOT)).map(file -> file + variant))
        .orElseThrow(() -> missing("the voice '" + wanted + "'"));
  }

  /// The `-v` value for a language: the exact one, else the tag without its last parts, else any
  /// region of it. An undetermined language is read as English. Throws [VoiceMissingException].
  String forLanguage(Locale language) {
    var full = language.toLanguageTag().toLowerCase(Locale.ROOT);
    if (full.equals("und")) {
      full = "en";
    }
    for (var tag = full; !tag.isEmpty(); tag = shortened(tag)) {
      var voice = speaking(OTHER_CODES.getOrDefault(tag, tag));
      if (voice.isPresent()) {
        return voice.get();
      }
    }
    throw missing("a voice for the language '" + full + "'");
  }

  private Optional<String> speaking(String tag) {
    return voices.stream()
        .filter(voice -> preference(voice, tag) < Integer.MAX_VALUE)
        .min(Comparator.comparingInt(voice -> preference(voice, tag)))
        .map(Voice::file);
  }

  /// The lower the better: the language itself, one that lists it, one of its regions.
  private static int preference(Voice voice, String tag) {
    if (voice.language().equals(tag)) {
      return 0;
    }
    var other = voice.others().get(tag);
    if (other != null) {
      return other;
    }
    return voice.language().startsWith(tag + "-") ? 1000 : Integer.MAX_VALUE;
  }

  private static boolean isCalled(Voice voice, String name) {
    return voice.name().equalsIgnoreCase(name.replace(' ', '_'))
        || voice.file().equalsIgnoreCase(name)
        || voice.language().equalsIgnoreCase(name);
  }

  private static String shortened(String tag) {
    int dash = tag.lastIndexOf('-');
    return dash < 0 ? "" : tag.substring(0, dash);
  }

  private VoiceMissingException missing(String what) {
    var languages =
        voices.stream().map(Voice::language).distinct().sorted().collect(Collectors.joining(", "));
    return new VoiceMissingException(
        EspeakProvider.ID,
        "The offline voice (espeak-ng) does not have "
            + what
            + ". Choose another with --voice. Installed: "
            + (languages.isEmpty() ? "none; is its data folder in place?" : languages)
            + ".");
  }
}
