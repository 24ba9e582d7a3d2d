package io.millrace.local.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks for native programs: first where the tool's own variable (`MILLRACE_FFMPEG`,
/// `MILLRACE_FFPROBE`, `MILLRACE_ESPEAK`) points, then on `PATH`, then in the tools folder
/// (`MILLRACE_TOOLS`, or `millrace/tools` in the user's cache folder) and its `bin`. Immutable.
public final class NativeTools {
  private final Map<String, String> environment;
  private final Path home;

  private NativeTools(Map<String, String> environment, Path home) {
    this.environment = Map.copyOf(environment);
    this.home = home;
  }

  /// With this process's environment.
  public static NativeTools ofThisMachine() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /// With a given environment and home folder.
  public static NativeTools of(Map<String, String> environment, Path home) {
    return new NativeTools(environment, home);
  }

  /// The program's file. Empty when there is none, also when the tool's variable points to
  /// something that cannot be run: who names a file does not want another.
  public Optional<Path> find(NativeTool tool) {
    var named = variable(tool.variable());
    if (named.isPresent()) {
      return named.map(Path::of).filter(NativeTools::isProgram);
    }
    return folders()
        .map(folder -> folder.resolve(tool.program()))
        .filter(NativeTools::isProgram)
        .findFirst();
  }

  /// One sentence that says what to do when [#find] found nothing.
  public String advice(NativeTool tool) {
    var named = variable(tool.variable());
    if (named.isPresent()) {
      return "%s points to %s, which is not a program that can be run: correct or unset it."
          .formatted(tool.variable(), named.get());
    }
    return "%s was not found: install %s (apt install %s, dnf install %s or brew install %s), or set %s to the program's path."
        .formatted(
            tool.program(),
            tool.product(),
            packageName(tool),
            packageName(tool),
            packageName(tool),
            tool.variable());
  }

  /// Where `mill` puts programs that it gets itself.
  public Path toolsFolder() {
    return variable("MILLRACE_TOOLS")
        .map(Path::of)
        .orElseGet(
            () ->
                variable("XDG_CACHE_HOME")
                    .map(Path::of)
                    .orElse(home.resolve(".cache"))
                    .resolve("millrace")
                    .resolve("tools"));
  }

  private Stream<Path> folders() {
    var onPath =
        Arrays.stream(variable("PATH").orElse("").split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(Path::of);
    return Stream.concat(onPath, Stream.of(toolsFolder(), toolsFolder().resolve("bin")));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String packageName(NativeTool tool) {
    return switch (tool) {
      case FFMPEG, FFPROBE -> "ffmpeg";
      case ESPEAK -> "espeak-ng";
    };
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
