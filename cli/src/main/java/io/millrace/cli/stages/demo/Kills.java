package io.millrace.cli.stages.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/// Kills the server in the middle of its work, and starts it again.
final class Kills {
  private static final int LOOK_MILLIS = 50;
  private static final int DELAY_MILLIS_MAX = 1_500;

  private final List<Double> moments;
  private final Random random;

  /// @param times how often
  /// @param random decides when: once in each of so many equal parts of the work
  Kills(int times, Random random) {
    this.random = random;
    this.moments = new ArrayList<>();
    for (var kill = 0; kill < times; kill++) {
      // Not at the very ends, where there may be nothing to lose.
      moments.add((kill + 0.1 + 0.7 * random.nextDouble()) / times);
    }
  }

  /// Returns when the last kill is over and the server serves again.
  ///
  /// @param progress how much of the work is done, 0 to 1
  void carryOut(ServerProcess server, DoubleSupplier progress, Consumer<String> tell)
      throws IOException, InterruptedException {
    for (var moment : moments) {
      while (progress.getAsDouble() < moment) {
        Thread.sleep(LOOK_MILLIS);
      }
      Thread.sleep(random.nextInt(DELAY_MILLIS_MAX));
      var killed = server.pid();
      server.kill();
      tell.accept("SIGKILL to the server (pid %d); starting it again".formatted(killed));
      server.start();
      tell.accept("the server is back (pid %d)".formatted(server.pid()));
    }
  }
}
