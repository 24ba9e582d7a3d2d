package io.millrace.cli.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A book made up for a test: as many chapters and words as wanted, the same for the same seed.
final class WrittenBook {
  private static final List<String> WORDS =
      List.of(
          "the",
          "wheel",
          "turned",
          "slowly",
          "under",
          "a",
          "grey",
          "river",
          "and",
          "every",
          "stone",
          "remembered",
          "some",
          "older",
          "harvest",
          "while",
          "night",
          "came",
          "down",
          "upon",
          "the",
          "quiet",
          "mill",
          "with",
          "rain");

  private WrittenBook() {}

  static Path write(Path file, int chapters, int wordsEach, long seed) throws IOException {
    var random = new Random(seed);
    String body =
        IntStream.rangeClosed(1, chapters)
            .mapToObj(number -> chapter(number, wordsEach, random))
            .collect(Collectors.joining("\n"));
    return Files.writeString(
        file,
        "<!DOCTYPE html><html lang=\"en\"><head><title>The Long Race</title></head><body>\n"
            + "<h1>The Long Race</h1>\n"
            + body
            + "\n</body></html>\n");
  }

  private static String chapter(int number, int words, Random random) {
    var text = new StringBuilder("<h2>Chapter " + number + "</h2>\n<p>");
    for (int word = 1; word <= words; word++) {
      String next = WORDS.get(random.nextInt(WORDS.size()));
      boolean first = word % 12 == 1;
      text.append(first ? Character.toUpperCase(next.charAt(0)) + next.substring(1) : next);
      text.append(word % 12 == 0 || word == words ? ". " : " ");
      if (word % 60 == 0 && word < words) text.append("</p>\n<p>");
    }
    return text.append("</p>").toString();
  }
}
