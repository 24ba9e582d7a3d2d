package io.millrace.cli.checks;

import java.util.List;
import java.util.stream.Stream;

/// One room of the house and the foreign packages it never touches (ArchUnit patterns).
record Room(String folder, List<String> neverTouches) {

  private static final List<String> SQL =
      List.of("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..");
  private static final List<String> HTTP_SERVER =
      List.of("com.sun.net.httpserver..", "io.helidon..", "org.eclipse.jetty..");
  private static final List<String> HTTP = join(HTTP_SERVER, List.of("java.net.http.."));
  private static final List<String> AWS_SDK = List.of("software.amazon..", "com.amazonaws..");
  private static final List<String> FRAMEWORKS =
      List.of("org.springframework..", "jakarta..", "io.micrometer..", "org.slf4j..", "picocli..");
  private static final List<String> EVERYTHING = join(SQL, HTTP, AWS_SDK, FRAMEWORKS);

  /// The rooms from top to bottom: a room may use the rooms above it, never one below it. The order
  /// and the forbidden packages are those of docs/architecture.md; change both together.
  static final List<Room> HOUSE =
      List.of(
          new Room("asl", EVERYTHING),
          new Room("engine", EVERYTHING),
          new Room("testkit", join(SQL, HTTP)),
          new Room("runtime", join(SQL, HTTP, AWS_SDK)),
          new Room("postgres", join(HTTP, AWS_SDK)),
          new Room("connectors", join(SQL, HTTP_SERVER)),
          new Room("api", SQL),
          new Room("triggers", SQL),
          new Room("watch", SQL),
          new Room("local", List.of()),
          new Room("drawing", EVERYTHING),
          new Room("pipelines", List.of()),
          new Room("cli", List.of()));

  String packages() {
    return "io.millrace." + folder + "..";
  }

  boolean owns(String packageName) {
    return (packageName + ".").startsWith("io.millrace." + folder + ".");
  }

  /// The rooms this one must not know: those below it; the test kit, which tests may use but
  /// servers not (only `mill run` does, for a journal that forgets); and for the embedded parts and
  /// the pipelines every other room, because they must not know where they run.
  List<Room> forbiddenRooms() {
    if (folder.equals("local") || folder.equals("pipelines")) {
      return HOUSE.stream().filter(room -> !room.equals(this)).toList();
    }
    return HOUSE.stream()
        .filter(room -> !room.equals(this))
        .filter(room -> (room.folder.equals("testkit") && !folder.equals("cli")) || isAbove(room))
        .toList();
  }

  private boolean isAbove(Room other) {
    return HOUSE.indexOf(this) < HOUSE.indexOf(other);
  }

  @Override
  public String toString() {
    return folder;
  }

  private static List<String> join(List<?>... lists) {
    return Stream.of(lists).flatMap(List::stream).map(String.class::cast).toList();
  }
}
