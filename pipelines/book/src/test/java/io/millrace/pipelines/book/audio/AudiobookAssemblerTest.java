package io.millrace.pipelines.book.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.pipelines.book.audio.process.ToolCommand;
import io.millrace.pipelines.book.audio.process.ToolFailedException;
import io.millrace.pipelines.book.text.Cover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudiobookAssemblerTest {

  private static final int RATE = 22_050;

  /// Samples a tone takes to be told from silence, before and after two lossy encodings.
  private static final int RISE = 40;

  @TempDir Path folder;
  private Ffmpeg ffmpeg;
  private AudiobookAssembler assembler;

  @BeforeEach
  void tools() {
    ffmpeg = NativeTools.ffmpeg();
    assembler = new AudiobookAssembler(ffmpeg, 2, folder.resolve("scratch"));
  }

  @Test
  void sixtyTinyChaptersStartWhereTheirSoundIsAndDoNotDrift() throws IOException {
    var chapters = new ArrayList<AudioChapter>();
    for (int i = 0; i < 60; i++) {
      chapters.add(new AudioChapter("Chapter " + i, burst(i, 9001 + 37 * i, RATE)));
    }

    var assembly = assembler.assemble(request(chapters, null));

    var sound = NativeTools.decode(assembly.file());
    assertThat((long) sound.length).isEqualTo(assembly.samples());
    assertThat(assembly.marks()).hasSize(60);
    var onsets = onsets(sound);
    assertThat(onsets).hasSize(60);
    for (int i = 0; i < 60; i++) {
      assertThat(Math.abs(onsets.get(i) - assembly.marks().get(i).startSample()))
          .as("chapter %s", i)
          .isLessThanOrEqualTo(i == 0 ? AacTrack.FRAME_SAMPLES + RISE : RISE);
    }
    var probed = probe(assembly.file()).get("chapters");
    assertThat(probed.size()).isEqualTo(60);
    for (int i = 0; i < 60; i++) {
      double start = probed.get(i).get("start_time").asDouble() * RATE;
      assertThat(Math.abs(start - onsets.get(i)))
          .isLessThanOrEqualTo(AacTrack.FRAME_SAMPLES + RISE);
      assertThat(probed.get(i).at("/tags/title").asText()).isEqualTo("Chapter " + i);
    }
  }

  @Test
  void tagsCoverAndChapterTrackAreInTheFile() throws IOException {
    var chapters =
        List.of(
            new AudioChapter("Tiết 1; = #\\ “é”", burst(1, 20_000, RATE)),
            new AudioChapter("Second", burst(2, 20_000, RATE)));
    var png = picture("png");

    var assembly = assembler.assemble(request(chapters, new Cover("image/png", png)));

    var probed = probe(assembly.file());
    var tags = probed.at("/format/tags");
    assertThat(tags.get("title").asText()).isEqualTo("The Mill; a = b #1 \\ end");
    assertThat(tags.get("artist").asText()).isEqualTo("A. Writer");
    assertThat(tags.get("album_artist").asText()).isEqualTo("A. Writer");
    assertThat(tags.get("composer").asText()).isEqualTo("espeak-ng");
    assertThat(tags.get("genre").asText()).isEqualTo("Audiobook");
    assertThat(tags.get("media_type").asText()).isEqualTo("2");
    assertThat(probed.at("/chapters/0/tags/title").asText()).isEqualTo("Tiết 1; = #\\ “é”");
    var streams = probed.get("streams");
    assertThat(streams.findValuesAsText("codec_name")).contains("aac", "png", "bin_data");
    assertThat(streams.get(0).get("profile").asText()).isEqualTo("LC");
    assertThat(streams.get(0).at("/tags/language").asText()).isEqualTo("vie");
    assertThat(probed.toString()).contains("\"attached_pic\":1");
    assertThat(atomOrder(assembly.file())).containsSubsequence("ftyp", "moov", "mdat");
    assertThat(contains(Files.readAllBytes(assembly.file()), "chap")).isTrue();
    assertThat(contains(Files.readAllBytes(assembly.file()), "chpl")).isTrue();
  }

  @Test
  void anEmptyChapterGetsNoMarkAndShiftsNoTitle() throws IOException {
    var empty = Files.createFile(folder.resolve("empty.mp3"));
    var rubbish = Files.writeString(folder.resolve("rubbish.mp3"), "<html>".repeat(20_000));
    var chapters =
        List.of(
            new AudioChapter("One", burst(1, 15_000, RATE)),
            new AudioChapter("Missing", folder.resolve("missing.mp3")),
            new AudioChapter("Empty", empty),
            new AudioChapter("Rubbish", rubbish),
            new AudioChapter("Two", burst(2, 15_000, RATE)));

    var assembly = assembler.assemble(request(chapters, null));

    assertThat(assembly.marks()).extracting(ChapterMark::title).containsExactly("One", "Two");
    assertThat(assembly.silent()).hasSize(3);
    assertThat(probe(assembly.file()).get("chapters").size()).isEqualTo(2);
  }

  @Test
  void chaptersOfDifferentRatesAreJoinedAtTheHighest() throws IOException {
    var chapters =
        List.of(
            new AudioChapter("Low", burst(1, 22_050, 22_050)),
            new AudioChapter("High", burst(2, 44_100, 44_100)));

    var assembly = assembler.assemble(request(chapters, null));

    assertThat(assembly.sampleRate()).isEqualTo(44_100);
    var onsets = onsets(NativeTools.decode(assembly.file()));
    assertThat(Math.abs(onsets.get(1) - assembly.marks().get(1).startSample())).isLessThan(1024);
  }

  @Test
  void framesMadeWithTheVoiceGoInAsTheyAreAndMarksAreAsExact() throws IOException {
    var chapters = new ArrayList<AudioChapter>();
    long frames = 0;
    for (int i = 0; i < 20; i++) {
      var aac = burst(i, 9001 + 37 * i, RATE, AudioChapter.Encoding.AAC);
      chapters.add(new AudioChapter("Chapter " + i, aac, AudioChapter.Encoding.AAC));
      frames += AacTrack.measure(aac).frames();
    }

    var assembly = assembler.assemble(request(chapters, null));

    assertThat(assembly.samples()).isEqualTo(frames * AacTrack.FRAME_SAMPLES);
    var sound = NativeTools.decode(assembly.file());
    assertThat((long) sound.length).isEqualTo(assembly.samples());
    var onsets = onsets(sound);
    assertThat(onsets).hasSize(20);
    for (int i = 1; i < 20; i++) {
      assertThat(Math.abs(onsets.get(i) - assembly.marks().get(i).startSample()))
          .as("chapter %s", i)
          .isLessThanOrEqualTo(RISE);
    }
  }

  @Test
  void framesOfALowerRateAreEncodedAgainAndThoseOfTheHighestAreNot() throws IOException {
    var low = burst(1, 22_050, 22_050, AudioChapter.Encoding.AAC);
    var high = burst(2, 44_100, 44_100, AudioChapter.Encoding.AAC);
    var chapters =
        List.of(
            new AudioChapter("Low", low, AudioChapter.Encoding.AAC),
            new AudioChapter("High", high, AudioChapter.Encoding.AAC),
            new AudioChapter("Mixed", burst(3, 44_100, 44_100)));

    var assembly = assembler.assemble(request(chapters, null));

    assertThat(assembly.sampleRate()).isEqualTo(44_100);
    assertThat(assembly.marks().get(1).samples()).isEqualTo(AacTrack.measure(high).samples());
    var onsets = onsets(NativeTools.decode(assembly.file()));
    assertThat(onsets).hasSize(3);
    assertThat(Math.abs(onsets.get(2) - assembly.marks().get(2).startSample())).isLessThan(1024);
  }

  @Test
  void theSameChaptersGiveTheSameBytes() throws IOException {
    var chapters =
        List.of(
            new AudioChapter("A", burst(1, 30_000, RATE)),
            new AudioChapter("B", burst(2, 9_000, RATE)));
    var first = Files.readAllBytes(assembler.assemble(request(chapters, null)).file());

    assertThat(Files.readAllBytes(assembler.assemble(request(chapters, null)).file()))
        .isEqualTo(first);
  }

  @Test
  void otherPicturesAreConvertedAndUnreadableOnesLeftOut() throws IOException {
    var chapters = List.of(new AudioChapter("A", burst(1, 9_000, RATE)));

    var gif = assembler.assemble(request(chapters, new Cover("image/gif", picture("gif"))));
    assertThat(probe(gif.file()).get("streams").findValuesAsText("codec_name")).contains("mjpeg");

    var svg =
        assembler.assemble(request(chapters, new Cover("image/svg+xml", "<svg/>".getBytes(UTF_8))));
    assertThat(svg.notes()).hasSize(1).first().asString().contains("cover");
  }

  @Test
  void aBookWithoutSoundIsRefusedAndLeavesTheOldFile() throws IOException {
    var old = Files.writeString(folder.resolve("book.m4b"), "old");

    assertThatThrownBy(
            () ->
                assembler.assemble(
                    request(List.of(new AudioChapter("A", folder.resolve("no"))), null)))
        .isInstanceOf(SilentBookException.class);

    assertThat(old).hasContent("old");
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aFailureOfFfmpegNamesItsWordsAndLeavesNothingBehind() throws IOException {
    var broken = new AudiobookAssembler(new Ffmpeg(failing()), 2, folder.resolve("scratch"));
    var chapters = List.of(new AudioChapter("A", burst(1, 9_000, RATE)));

    assertThatThrownBy(() -> broken.assemble(request(chapters, null)))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("out of ideas")
        .hasMessageContaining("3");

    assertThat(folder.resolve("scratch")).isEmptyDirectory();
    assertThat(folder).isDirectoryNotContaining("glob:**/*{.m4b,.part}");
  }

  private AssemblyRequest request(List<AudioChapter> chapters, Cover cover) {
    return new AssemblyRequest(
        chapters,
        cover,
        "The Mill; a = b #1 \\ end",
        "A. Writer",
        "espeak-ng",
        Locale.forLanguageTag("vi"),
        folder.resolve("book.m4b"));
  }

  /// A chapter that begins with a loud tone and goes on in silence, made by the pipeline's own
  /// encoder.
  private Path burst(int number, int samples, int rate) throws IOException {
    return burst(number, samples, rate, AudioChapter.Encoding.MP3);
  }

  private Path burst(int number, int samples, int rate, AudioChapter.Encoding encoding)
      throws IOException {
    var pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      double tone = i < rate / 10 ? 9000 * Math.sin(2 * Math.PI * 440 * i / rate) : 0;
      pcm.putShort((short) tone);
    }
    var name = "chapter-" + number + "-" + samples;
    var mp3 = folder.resolve(name + ".mp3");
    var aac = folder.resolve(name + ".aac");
    try (var recording = new PcmRecording(folder.resolve("chapter.pcm"))) {
      recording.addWav(wav(pcm.array(), rate));
      new RecordingEncoder(ffmpeg).encode(recording, mp3, aac);
    }
    return encoding == AudioChapter.Encoding.AAC ? aac : mp3;
  }

  private static InputStream wav(byte[] pcm, int rate) {
    var head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(UTF_8)).putInt(36 + pcm.length).put("WAVEfmt ".getBytes(UTF_8));
    head.putInt(16).putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2);
    head.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(pcm.length);
    return new SequenceInputStream(
        new ByteArrayInputStream(head.array()), new ByteArrayInputStream(pcm));
  }

  /// Where sound begins after at least 50 ms of silence.
  private static List<Integer> onsets(short[] samples) {
    var onsets = new ArrayList<Integer>();
    int quiet = RATE;
    for (int i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i]) > 2500) {
        if (quiet > RATE / 20) {
          onsets.add(i);
        }
        quiet = 0;
      } else {
        quiet++;
      }
    }
    return onsets;
  }

  private byte[] picture(String format) throws IOException {
    var file = folder.resolve("picture." + format);
    ffmpeg
        .command(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "color=c=red:s=64x64",
                "-frames:v",
                "1",
                "-y",
                file.toString()))
        .run(ToolCommand.Feed.nothing(), ToolCommand.Drain.ignore());
    return Files.readAllBytes(file);
  }

  private Path failing() throws IOException {
    var script = folder.resolve("ffmpeg-that-fails");
    Files.writeString(script, "#!/bin/sh\necho 'out of ideas' >&2\nexit 3\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static JsonNode probe(Path file) throws IOException {
    return new ObjectMapper()
        .readTree(
            NativeTools.probe(
                "-v",
                "error",
                "-of",
                "json",
                "-show_chapters",
                "-show_format",
                "-show_streams",
                file.toString()));
  }

  private static List<String> atomOrder(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    var atoms = new ArrayList<String>();
    for (int at = 0; at < bytes.limit(); at += bytes.getInt(at)) {
      var name = new byte[4];
      bytes.get(at + 4, name);
      atoms.add(new String(name, UTF_8));
    }
    return atoms;
  }

  private static boolean contains(byte[] bytes, String atom) {
    return new String(bytes, ISO_8859_1).contains(atom);
  }
}
