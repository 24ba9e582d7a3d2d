package io.millrace.local.glue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.local.glue.JobProgramException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fetching, from a mirror that settings.xml names.
class SparkLibrariesTest {
  private static final String PATH = "org/example/a/1/a-1.jar";

  /// Of `content`.
  private static final String SHA256 =
      "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

  @TempDir private Path home;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer mirror;
  private Path parent;

  @BeforeEach
  void start() throws IOException {
    parent = home.resolve("spark");
    mirror = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    mirror.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            var found = exchange.getRequestURI().getPath().equals("/central/" + PATH);
            exchange.sendResponseHeaders(found ? 200 : 404, found ? 7 : -1);
            if (found) {
              exchange.getResponseBody().write("content".getBytes(StandardCharsets.UTF_8));
            }
          }
        });
    mirror.start();
    settings("*,!internal");
  }

  @AfterEach
  void stop() {
    mirror.stop(0);
  }

  private void settings(String mirrorOf) throws IOException {
    Files.createDirectories(home.resolve(".m2"));
    Files.writeString(
        home.resolve(".m2/settings.xml"),
        """
        <settings>
          <servers><server><id>m</id><username>ada</username><password>x</password></server></servers>
          <mirrors><mirror><id>m</id><mirrorOf>%s</mirrorOf><url>http://127.0.0.1:%d/central</url></mirror></mirrors>
          <proxies><proxy><host>proxy.invalid</host><port>1</port><nonProxyHosts>127.*</nonProxyHosts></proxy></proxies>
        </settings>
        """
            .formatted(mirrorOf, mirror.getAddress().getPort()));
  }

  private SparkLibraries libraries(String path, String sha256) {
    return new SparkLibraries(parent, home, List.of(new Library(path, sha256)));
  }

  @Test
  void aLibraryIsFetchedOnceFromTheMirrorWithItsPassword() throws Exception {
    var folder = libraries(PATH, SHA256).fetch();
    assertThat(libraries(PATH, SHA256).fetch()).isEqualTo(folder);

    assertThat(folder).hasParent(parent);
    assertThat(folder.resolve("a-1.jar")).hasContent("content");
    assertThat(asked).containsExactly("/central/" + PATH + " Basic YWRhOng=");
  }

  @Test
  void whatMavenHasAlreadyIsNotFetched() throws Exception {
    var local = home.resolve(".m2/repository").resolve(PATH);
    Files.createDirectories(local.getParent());
    Files.writeString(local, "content");

    var folder = libraries(PATH, SHA256).fetch();

    assertThat(folder.resolve("a-1.jar")).hasContent("content");
    assertThat(asked).isEmpty();
  }

  @Test
  void aFileThatMavenHasDamagedIsFetchedAnew() throws Exception {
    var local = home.resolve(".m2/repository").resolve(PATH);
    Files.createDirectories(local.getParent());
    Files.writeString(local, "half");

    var folder = libraries(PATH, SHA256).fetch();

    assertThat(folder.resolve("a-1.jar")).hasContent("content");
  }

  @Test
  void aLibraryWithAnotherChecksumIsNotTaken() throws Exception {
    assertThatThrownBy(() -> libraries(PATH, "00").fetch())
        .isInstanceOf(JobProgramException.class)
        .hasMessageContaining("has the SHA-256 " + SHA256 + " instead of 00");
    try (var files = Files.walk(parent)) {
      assertThat(files).noneMatch(Files::isRegularFile);
    }
  }

  @Test
  void aRepositoryWithoutTheLibraryIsNamed() {
    assertThatThrownBy(() -> libraries("org/example/b/1/b-1.jar", "00").fetch())
        .isInstanceOf(JobProgramException.class)
        .hasMessageContaining("/central/org/example/b/1/b-1.jar answered with status 404")
        .hasMessageContaining("SPARK_HOME");
  }

  @Test
  void mirrorsOfOtherRepositoriesAndExceptionsDoNotCount() throws IOException {
    settings("internal");
    assertThat(MavenSettings.read(home).repository().getHost()).isEqualTo("repo.maven.apache.org");
    settings("*,!central");
    assertThat(MavenSettings.read(home).repository().getHost()).isEqualTo("repo.maven.apache.org");
    settings("external:*");
    assertThat(MavenSettings.read(home).repository().getHost()).isEqualTo("127.0.0.1");
    assertThat(MavenSettings.read(home).proxy()).isNull();
  }

  @Test
  void theListNamesEveryLibraryOnceWithItsChecksum() {
    var all = Library.all();

    assertThat(all).extracting(Library::fileName).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(library -> assertThat(library.sha256()).matches("[0-9a-f]{64}"));
    assertThat(all)
        .extracting(Library::fileName)
        .contains("spark-sql_2.13-4.2.0.jar", "hadoop-aws-3.5.0.jar")
        .noneMatch(name -> name.startsWith("bundle-"));
  }
}
