package io.millrace.cli.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows between the modules point one way, and the language and the engine stay pure.
class DependencyDirectionTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.millrace");

  /// Methods whose answer differs from call to call. The engine gets time, chance and ids as
  /// arguments (law 4).
  private static final Pattern CHANCE_OR_CLOCK =
      Pattern.compile(
          "java\\.time\\.\\w+\\.now|java\\.time\\.Clock\\.\\w+"
              + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime|getenv|getProperty)"
              + "|java\\.lang\\.Math\\.random|java\\.util\\.UUID\\.randomUUID"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"
              + "|java\\.security\\.SecureRandom\\.<init>|java\\.util\\.Date\\.<init>");

  private static final Set<String> THREADS_AND_DEVICES =
      Set.of(
          "java.lang.Thread",
          "java.util.concurrent.Executor",
          "java.util.concurrent.ExecutorService",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ScheduledExecutorService",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.ForkJoinPool",
          "java.util.Timer",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.URLConnection",
          "java.nio.file.Files",
          "java.lang.ProcessBuilder");

  static List<Room> rooms() {
    return Room.HOUSE;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesOnlyRoomsItMayKnow(Room room) {
    String[] forbidden = room.forbiddenRooms().stream().map(Room::packages).toArray(String[]::new);
    if (forbidden.length == 0) return;

    noClasses()
        .that()
        .resideInAPackage(room.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomTouchesNothingForeignToIt(Room room) {
    String[] foreign = room.neverTouches().toArray(String[]::new);
    if (foreign.length == 0) return;

    noClasses()
        .that()
        .resideInAPackage(room.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(foreign)
        .check(CLASSES);
  }

  @Test
  void theLanguageAndTheEngineAskNeitherTheClockNorChance() {
    noClasses()
        .that()
        .resideInAnyPackage("io.millrace.asl..", "io.millrace.engine..")
        .should(callAnythingLike(CHANCE_OR_CLOCK))
        .check(CLASSES);
  }

  @Test
  void theLanguageAndTheEngineKnowNoThreadsSocketsOrFiles() {
    noClasses()
        .that()
        .resideInAnyPackage("io.millrace.asl..", "io.millrace.engine..")
        .should(callAnythingLike(owners(THREADS_AND_DEVICES)))
        .check(CLASSES);
  }

  @Test
  void everyPackageBelongsToARoom() {
    var homeless =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(name -> Room.HOUSE.stream().noneMatch(room -> room.owns(name)))
            .toList();

    assertThat(homeless).as("packages that no room of docs/architecture.md owns").isEmpty();
  }

  @Test
  void theRulesSeeClasses() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .as("an empty class path would let every rule pass")
        .contains("io.millrace.asl", "io.millrace.cli");
  }

  private static Pattern owners(Set<String> classNames) {
    return Pattern.compile("(" + String.join("|", classNames).replace(".", "\\.") + ")\\.[\\w<>]+");
  }

  private static ArchCondition<JavaClass> callAnythingLike(Pattern pattern) {
    return new ArchCondition<>("call anything like " + pattern) {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaAccess<?> access : javaClass.getAccessesFromSelf()) {
          String target =
              access.getTargetOwner().getFullName() + "." + access.getTarget().getName();
          if (pattern.matcher(target).matches()) {
            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
          }
        }
      }
    };
  }
}
