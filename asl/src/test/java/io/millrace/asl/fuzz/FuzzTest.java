package io.millrace.asl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// No text makes the language throw what it does not document, exceed its budget or exhaust the
/// memory. A failure names the kind of input and the seed it was drawn from.
class FuzzTest {
  private static final int FEW_OF_EACH_KIND = 2_500;
  private static final long STUCK_NANOS = 60_000_000_000L;

  @Test
  void aFewThousandDamagedInputsEndInAValueOrADocumentedError() {
    Fuzz fuzz = new Fuzz();
    for (Fuzz.Kind kind : Fuzz.Kind.values()) {
      for (int seed = 0; seed < FEW_OF_EACH_KIND; seed++) {
        fuzz.tryOne(kind, seed);
      }
    }

    check(fuzz);
  }

  /// `mvn -Pfuzz …`, see CONTRIBUTING.md: `-Dfuzz.inputs` of them in all, from `-Dfuzz.seed` on.
  @Test
  @Tag("fuzz")
  void millionsOfDamagedInputsEndInAValueOrADocumentedError() throws InterruptedException {
    long inputs = Long.getLong("fuzz.inputs", 1_000_000);
    long first = Long.getLong("fuzz.seed", 1_000_000);
    Fuzz.Kind[] kinds = Fuzz.Kind.values();
    Fuzz fuzz = new Fuzz();
    CountDownLatch over = new CountDownLatch(1);
    Thread watchdog = Thread.ofPlatform().daemon().start(() -> watch(fuzz, over));
    for (long i = 0; i < inputs; i++) {
      fuzz.tryOne(kinds[(int) (i % kinds.length)], first + i / kinds.length);
    }
    over.countDown();
    watchdog.join();

    fuzz.figures().forEach((kind, figures) -> System.out.println(kind + ": " + figures));
    fuzz.escaped().stream().limit(50).forEach(System.out::println);
    check(fuzz);
  }

  /// Says which input hangs: the test's own time-out could not.
  private static void watch(Fuzz fuzz, CountDownLatch over) {
    try {
      while (!over.await(5, TimeUnit.SECONDS)) {
        if (System.nanoTime() - fuzz.currentSince() > STUCK_NANOS) {
          System.out.println("stuck for a minute: " + Fuzz.shortened(fuzz.current()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void check(Fuzz fuzz) {
    assertThat(fuzz.escaped()).as("inputs from which an undocumented exception came").isEmpty();
    assertThat(fuzz.figures().values().stream().mapToLong(f -> f.overruns).sum())
        .as("inputs that took too long: %s", fuzz.figures())
        .isZero();
    // A fuzzer whose every input is refused at the door tests the door only.
    assertThat(fuzz.figures())
        .allSatisfy((_, figures) -> assertThat(figures.accepted).isPositive());
  }
}
