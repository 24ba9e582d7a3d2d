package io.millrace.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// House rules of the repository that a compiler does not know.
class TidyTest {

  private static final int SOURCE_LINES_MAX = 500;
  private static final long TRACKED_FILE_BYTES_MAX = 1_000_000;
  private static final int PACKAGE_PROSE_WORDS_MIN = 15;
  private static final Pattern TEXT_FILE =
      Pattern.compile(".*\\.(java|md|xml|json|sql|sh|yml|properties|d2|svg)|(.*/)?(mill|run)");
  // Written in pieces: this file obeys the rule, too.
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.}$])/(wor" + "k|roo" + "t|tm" + "p|hom" + "e)/\\w");

  /// Where root's data lies. Only the code that chooses the folder and the guide that explains it
  /// know that; an example must work for everybody.
  private static final Pattern ROOTS_DATA = Pattern.compile("/va" + "r/lib/");

  private static final Pattern KNOWS_ROOTS_DATA =
      Pattern.compile(".*/DataFolder(Test)?\\.java|docs/book\\.md");

  private static List<Path> tracked = List.of();

  @BeforeAll
  static void listTrackedFiles() throws IOException, InterruptedException {
    Path root = Repository.root();
    assumeTrue(
        Files.exists(root.resolve(".git")), "not a git checkout: nothing says which files count");
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(root.toFile())
            .start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as("exit code of git ls-files").isZero();
    tracked =
        Arrays.stream(names.split("\0")).map(root::resolve).filter(Files::isRegularFile).toList();
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
    var folders = new TreeSet<Path>();
    mainSources().stream()
        .filter(file -> !file.endsWith("package-info.java"))
        .forEach(file -> folders.add(file.getParent()));

    var poor = new ArrayList<String>();
    for (Path folder : folders) {
      Path info = folder.resolve("package-info.java");
      String text = Files.exists(info) ? Files.readString(info) : "";
      long words =
          text.lines()
              .filter(line -> line.startsWith("///"))
              .flatMap(line -> Arrays.stream(line.split("\\s+")))
              .count();
      if (!text.contains("@NullMarked") || words < PACKAGE_PROSE_WORDS_MIN) {
        poor.add(Repository.root().relativize(info).toString());
      }
    }

    assertThat(poor)
        .as("package-info.java absent, not @NullMarked, or with too little prose")
        .isEmpty();
  }

  @Test
  void noMainSourceFileIsTooLongToRead() {
    assertThat(offenders(this::isMainSource, file -> lines(file).size() > SOURCE_LINES_MAX))
        .as("main source files over %d lines", SOURCE_LINES_MAX)
        .isEmpty();
  }

  @Test
  void noFileNamesAFolderOfSomebodysMachine() {
    assertThat(
            offenders(
                this::isOwnText,
                file -> MACHINE_PATH.matcher(String.join("\n", lines(file))).find()))
        .as("files that name an absolute folder of the machine they were written on")
        .isEmpty();
  }

  @Test
  void noExampleLiesInRootsDataFolder() {
    assertThat(
            offenders(
                this::isOwnText, file -> ROOTS_DATA.matcher(String.join("\n", lines(file))).find()))
        .as("files that name the data folder of root")
        .allMatch(name -> KNOWS_ROOTS_DATA.matcher(name).matches());
  }

  @Test
  void linesAreIndentedWithSpaces() {
    assertThat(
            offenders(
                this::isOwnText,
                file -> lines(file).stream().anyMatch(line -> line.contains("\t"))))
        .as("files with tab characters")
        .isEmpty();
  }

  @Test
  void noLargeFileIsTracked() {
    assertThat(offenders(file -> true, file -> file.toFile().length() > TRACKED_FILE_BYTES_MAX))
        .as("files over %d bytes: keep large inputs outside the repository", TRACKED_FILE_BYTES_MAX)
        .isEmpty();
  }

  @Test
  void theRulesSeeFiles() {
    assertThat(mainSources()).hasSizeGreaterThan(5);
  }

  private static List<Path> mainSources() {
    return tracked.stream().filter(file -> file.toString().contains("/src/main/java/")).toList();
  }

  private boolean isMainSource(Path file) {
    return file.toString().contains("/src/main/") && file.toString().endsWith(".java");
  }

  /// Text that people of this project wrote: test inputs may hold anything.
  private boolean isOwnText(Path file) {
    String name = Repository.root().relativize(file).toString();
    return TEXT_FILE.matcher(name).matches() && !name.contains("src/test/resources");
  }

  private static List<String> offenders(Predicate<Path> which, Predicate<Path> isBad) {
    return tracked.stream()
        .filter(which.and(isBad))
        .map(file -> Repository.root().relativize(file).toString())
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + " as UTF-8", e);
    }
  }
}
