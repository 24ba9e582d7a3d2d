package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `mill` in a repository made for the test, with a JDK and a Maven that only say what
/// they were asked.
class MillScriptTest {
  @TempDir Path folder;
  private Path repository = Path.of("");

  private record Answer(int code, String out, String err) {}

  @BeforeEach
  void makeARepository() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash on this machine");
    repository = Files.createDirectories(folder.resolve("a repository/of ours"));
    Files.copy(script(), repository.resolve("mill"));
    assertThat(repository.resolve("mill").toFile().setExecutable(true)).isTrue();
    write("cli/src/main/java/A.java", "class A {}");
    write("pom.xml", "<project/>");

    writeProgram("jdk/bin/javac", "exit 0");
    writeProgram("jdk/bin/java", "printf '%s\\n' \"$@\"", "exit 7");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    writeProgram(
        "maven/bin/mvn",
        "[ ! -f broken ] || { echo '[ERROR] A.java does not compile'; exit 1; }",
        "mkdir -p cli/target/quick",
        "echo jar > cli/target/quick/millrace-cli-1.jar",
        "printf '%s' \"$PWD/pom.xml\" > cli/target/quick/classpath");
  }

  @Test
  void theFirstCallBuildsAndHandsItsArgumentsToJavaAsTheyAre() throws Exception {
    Answer answer = mill("fmt", "--check", "a file.json", "");

    assertThat(answer.err).contains("mill: building");
    assertThat(answer.out.lines())
        .endsWith("io.millrace.cli.Mill", "fmt", "--check", "a file.json", "");
    assertThat(answer.out).contains("millrace-cli-1.jar");
    assertThat(answer.code).as("the code of java").isEqualTo(7);
  }

  @Test
  void aBuildIsUsedAgainUntilASourceChanges() throws Exception {
    mill("fmt");

    assertThat(mill("fmt").err).doesNotContain("building");
    write("cli/src/test/java/ATest.java", "class ATest {}");
    assertThat(mill("fmt").err).as("tests are no part of the program").doesNotContain("building");
    write("cli/src/main/java/A.java", "class A { int changed; }");
    assertThat(mill("fmt").err).contains("mill: building");
  }

  @Test
  void aBuildThatFailsShowsWhyAndRunsNothing() throws Exception {
    write("broken", "");

    Answer answer = mill("fmt");

    assertThat(answer.code).isEqualTo(1);
    assertThat(answer.err).contains("A.java does not compile").contains("build.log");
    assertThat(answer.out).isEmpty();
  }

  @Test
  void buildMakesTheCacheThatLaterCommandsStartFromUnlessItIsUnwanted() throws Exception {
    writeProgram(
        "jdk/bin/java",
        "printf '%s\\n' \"$@\"",
        "for word in \"$@\"; do case \"$word\" in",
        "-XX:AOTCacheOutput=*) echo cache > \"${word#*=}\" ;;",
        "esac; done");
    writeProgram("tools/ffmpeg", "echo ' aac  libmp3lame  ebur128 '");
    writeProgram("tools/espeak-ng", "printf %2000s sound");
    Files.createDirectories(repository.resolve("scripts"));
    Files.copy(
        script().resolveSibling("scripts/native-tools.sh"),
        repository.resolve("scripts/native-tools.sh"));

    mill("fmt");
    assertThat(mill("fmt").out).doesNotContain("-XX:AOTCache");
    Answer build = mill("build");
    assertThat(build.code).as(build.err).isZero();

    assertThat(mill("fmt").out.lines().findFirst().orElse(""))
        .startsWith("-XX:AOTCache=/")
        .endsWith("/start.aot");
    assertThat(mill(Map.of("MILLRACE_AOT", "off"), "fmt").out).doesNotContain("-XX:AOTCache");
    write("cli/src/main/java/A.java", "class A { int changed; }");
    assertThat(mill("fmt").out).as("another build").doesNotContain("-XX:AOTCache");
  }

  private static Path script() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("mill"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException(
          "the script mill is not above " + Path.of("").toAbsolutePath());
    }
    return at.resolve("mill");
  }

  private void write(String name, String text) throws IOException {
    Path file = repository.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void writeProgram(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Answer mill(String... arguments) throws IOException, InterruptedException {
    return mill(Map.of(), arguments);
  }

  private Answer mill(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(repository.resolve("mill").toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("MAVEN_HOME", folder.resolve("maven").toString());
    builder.environment().put("MILLRACE_FFMPEG", folder.resolve("tools/ffmpeg").toString());
    builder.environment().put("MILLRACE_ESPEAK", folder.resolve("tools/espeak-ng").toString());
    builder.environment().remove("MILLRACE_AOT");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("mill ends").isTrue();
    return new Answer(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
