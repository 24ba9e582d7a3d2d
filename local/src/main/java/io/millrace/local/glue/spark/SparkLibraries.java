package io.millrace.local.glue.spark;

import io.millrace.local.glue.JobProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spark's libraries in a folder: 212 JARs, 300 MB, fetched when first needed, from Maven's local
/// repository where they are there already, else from Maven Central or the mirror that
/// `settings.xml` names. Each is compared with its SHA-256, which came with this program and not
/// from the repository.
///
/// Thread-safe, and several processes may share a folder.
public final class SparkLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(SparkLibraries.class);
  private static final int AT_ONCE = 8;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(10);
  private static final int NOT_FOUND = 404;

  private final Path folder;
  private final Path home;
  private final List<Library> libraries;

  /// @param parent created when absent; each set of versions has a folder of its own in it
  public SparkLibraries(Path parent) {
    this(parent, Path.of(System.getProperty("user.home")), Library.all());
  }

  /// @param home where `.m2/settings.xml` is looked for
  SparkLibraries(Path parent, Path home, List<Library> libraries) {
    // All JARs of the folder are on the class path, so no two versions may meet in one.
    this.folder = parent.resolve("libraries-" + fingerprint(libraries));
    this.home = home;
    this.libraries = List.copyOf(libraries);
  }

  private static String fingerprint(List<Library> libraries) {
    var sums = libraries.stream().map(Library::sha256).collect(Collectors.joining());
    return Integer.toHexString(sums.hashCode());
  }

  /// Returns the folder, with all libraries in it.
  ///
  /// @throws JobProgramException when one cannot be had
  public synchronized Path fetch() throws JobProgramException, InterruptedException {
    var missing =
        libraries.stream()
            .filter(library -> !Files.exists(folder.resolve(library.fileName())))
            .toList();
    if (missing.isEmpty()) {
      return folder;
    }
    try {
      Files.createDirectories(folder);
      var settings = MavenSettings.read(home);
      LOG.atInfo()
          .addKeyValue("libraries", missing.size())
          .addKeyValue("repository", settings.repository())
          .addKeyValue("folder", folder)
          .log("Spark's libraries are fetched, once");
      fetch(missing, settings);
      return folder;
    } catch (IOException e) {
      throw new JobProgramException(
          "Spark's libraries could not be fetched into "
              + folder
              + ": "
              + e.getMessage()
              + " Check the network, the mirror in ~/.m2/settings.xml and the disk, or set"
              + " SPARK_HOME to a Spark that is installed; then start the job again.",
          e);
    }
  }

  private void fetch(List<Library> missing, MavenSettings settings)
      throws IOException, InterruptedException {
    try (var client = client(settings);
        var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Path>> fetched =
          missing.stream()
              .map(library -> threads.submit(() -> fetch(library, settings, client)))
              .toList();
      try {
        for (var one : fetched) {
          one.get();
        }
      } catch (ExecutionException e) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static HttpClient client(MavenSettings settings) {
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NORMAL);
    var proxy = settings.proxy();
    if (proxy != null) {
      builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
    }
    return builder.build();
  }

  /// A file appears in the folder only when it is whole and right.
  private Path fetch(Library library, MavenSettings settings, HttpClient client)
      throws IOException, InterruptedException {
    var draft = folder.resolve(library.fileName() + "." + UUID.randomUUID() + ".part");
    var target = folder.resolve(library.fileName());
    try {
      var local = settings.local().resolve(library.path());
      if (Files.exists(local) && sha256(local).equals(library.sha256())) {
        Files.copy(local, draft);
      } else {
        download(library, settings, client, draft);
      }
      return Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void download(
      Library library, MavenSettings settings, HttpClient client, Path draft)
      throws IOException, InterruptedException {
    var uri = settings.repository().resolve(library.path());
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER_MAX);
    if (settings.authorization() != null) {
      request.header("Authorization", settings.authorization());
    }
    var answer = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException(
            uri
                + " answered with status "
                + answer.statusCode()
                + (answer.statusCode() == NOT_FOUND ? " (the repository does not have it)." : "."));
      }
      Files.copy(body, draft);
    }
    var sum = sha256(draft);
    if (!sum.equals(library.sha256())) {
      throw new IOException(
          uri + " has the SHA-256 " + sum + " instead of " + library.sha256() + ".");
    }
  }

  private static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
