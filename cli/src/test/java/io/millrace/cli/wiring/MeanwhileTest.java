package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void aPartStartsBesideItsCallerAndIsClosedOnce() throws Exception {
    var release = new CountDownLatch(1);
    var part =
        new Meanwhile<AutoCloseable>(
            "parts",
            () -> {
              release.await();
              return () -> closed.add("part");
            });

    part.begin();
    part.begin();
    release.countDown();

    assertThat(part.get()).isSameAs(part.get());
    part.close();
    assertThat(closed).containsExactly("part");
  }

  @Test
  void aPartThatNobodyAskedForIsClosedWhenItsStartIsOver() throws Exception {
    var part = new Meanwhile<AutoCloseable>("parts", () -> () -> closed.add("part"));

    part.begin();
    part.close();

    assertThat(closed).containsExactly("part");
  }

  @Test
  void aPartThatNeverBeganIsNotStartedToBeClosed() throws Exception {
    var part = new Meanwhile<AutoCloseable>("parts", () -> () -> closed.add("part"));

    part.close();

    assertThat(closed).isEmpty();
  }

  @Test
  void aFailedStartTellsWhoAsksAndClosesQuietly() throws Exception {
    var part =
        new Meanwhile<AutoCloseable>(
            "parts",
            () -> {
              throw new IllegalStateException("the port is taken");
            });

    assertThatThrownBy(part::get).hasMessage("the port is taken");
    part.close();
  }
}
