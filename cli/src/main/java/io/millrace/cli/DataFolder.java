package io.millrace.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a program keeps what must survive it.
public final class DataFolder {
  private DataFolder() {}

  /// The folder a person asked for, else `MILLRACE_DATA`/PROGRAM, else the account's usual place
  /// for data: root's is outside its home, which other accounts (PostgreSQL refuses to be root)
  /// cannot enter.
  ///
  /// @param program `book` or `server`: each has its own unless told otherwise, so that they do not
  ///   wait for each other's lock
  static Path choose(
      @Nullable Path asked, String program, Map<String, String> environment, boolean root) {
    if (asked != null) return asked.toAbsolutePath().normalize();
    String named = environment.get("MILLRACE_DATA");
    if (named != null && !named.isBlank()) return Path.of(named).resolve(program).toAbsolutePath();
    if (root) return Path.of("/var/lib/millrace").resolve(program);
    String xdg = environment.get("XDG_DATA_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(xdg);
    return base.resolve("millrace").resolve(program);
  }

  /// As [#choose(Path, String, Map, boolean)] for this process.
  public static Path choose(@Nullable Path asked, String program) {
    return choose(asked, program, System.getenv(), isRoot());
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
