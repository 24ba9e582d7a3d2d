package io.millrace.local.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeToolsTest {
  @TempDir private Path machine;

  @Test
  void aVariableWinsOverThePathAndThePathOverTheToolsFolder() throws IOException {
    var named = program("opt/my-ffmpeg");
    var onPath = program("usr/bin/ffmpeg");
    var own = program("home/.cache/millrace/tools/bin/ffmpeg");
    var home = machine.resolve("home");
    var path = machine.resolve("usr/bin").toString();

    assertThat(
            NativeTools.of(Map.of("MILLRACE_FFMPEG", named.toString(), "PATH", path), home)
                .find(NativeTool.FFMPEG))
        .contains(named);
    assertThat(NativeTools.of(Map.of("PATH", path), home).find(NativeTool.FFMPEG)).contains(onPath);
    assertThat(NativeTools.of(Map.of(), home).find(NativeTool.FFMPEG)).contains(own);
  }

  @Test
  void theToolsFolderCanBeChosen() throws IOException {
    var own = program("tools/espeak-ng");
    var tools =
        NativeTools.of(Map.of("MILLRACE_TOOLS", machine.resolve("tools").toString()), machine);

    assertThat(tools.find(NativeTool.ESPEAK)).contains(own);
  }

  @Test
  void aVariableThatPointsNowhereIsNotReplacedBySomethingElse() throws IOException {
    program("bin/ffmpeg");
    var tools =
        NativeTools.of(
            Map.of("MILLRACE_FFMPEG", "/no/such/file", "PATH", machine.resolve("bin").toString()),
            machine);

    assertThat(tools.find(NativeTool.FFMPEG)).isEmpty();
    assertThat(tools.advice(NativeTool.FFMPEG))
        .contains("MILLRACE_FFMPEG", "/no/such/file")
        .doesNotContain("\n");
  }

  @Test
  void whatIsMissingIsNamedWithWhatToInstall() {
    var tools = NativeTools.of(Map.of(), machine);

    assertThat(tools.find(NativeTool.ESPEAK)).isEmpty();
    assertThat(tools.advice(NativeTool.ESPEAK))
        .contains("apt install espeak-ng", "MILLRACE_ESPEAK");
    assertThat(tools.advice(NativeTool.FFPROBE))
        .contains("ffprobe was not found", "apt install ffmpeg");
  }

  @Test
  void aFolderOrAFileThatMayNotBeRunIsNoProgram() throws IOException {
    Files.createDirectories(machine.resolve("one/ffmpeg"));
    Files.createDirectories(machine.resolve("two"));
    Files.writeString(machine.resolve("two/ffmpeg"), "text");
    var path = machine.resolve("one") + ":" + machine.resolve("two");

    assertThat(NativeTools.of(Map.of("PATH", path), machine).find(NativeTool.FFMPEG)).isEmpty();
  }

  private Path program(String name) throws IOException {
    var file = machine.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
