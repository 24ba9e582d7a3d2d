package io.millrace.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Random machines with random outcomes: a run that loses its memory after every decision must
/// leave the same history as an undisturbed one; also when it fails, or is stopped, and is
/// redriven. A failure names its seed.
class RandomMachinesTest {
  private static final int SEEDS = 600;
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @Test
  void crashesNeverChangeAHistory() {
    for (int seed = 0; seed < SEEDS; seed++) {
      String definition = new RandomMachines(new SplittableRandom(seed)).definition();
      Story undisturbed = play(definition, seed, false);
      Story crashing = play(definition, seed, true);

      assertThat(firstDifference(undisturbed.tell(), crashing.tell()))
          .as("seed %d, definition %s", seed, definition)
          .isEmpty();
      assertThat(undisturbed.execution().status())
          .as("seed %d", seed)
          .isNotEqualTo(ExecutionStatus.RUNNING);
    }
  }

  @Test
  void decisionsCutIntoPiecesArriveAtTheSameOutput() {
    EngineLimits pieces = new EngineLimits(25_000, 262_144, 10);
    for (int seed = 0; seed < SEEDS / 3; seed++) {
      String definition = new RandomMachines(new SplittableRandom(seed)).definition();
      Story whole = succeed(Story.of(definition, false));
      Story cut = succeed(Story.of(definition, true, pieces));

      assertThat(cut.execution().status())
          .as("seed %d", seed)
          .isEqualTo(whole.execution().status());
      assertThat(withoutUuids(cut))
          .as("seed %d, definition %s", seed, definition)
          .isEqualTo(withoutUuids(whole));
    }
  }

  /// Random numbers are drawn by the event that tells of them, and its number depends on the
  /// pieces.
  private static String withoutUuids(Story story) {
    return UUID_TEXT.matcher(story.execution().root().output().text()).replaceAll("uuid");
  }

  private static Story succeed(Story story) {
    story.start("{\"items\":[1,2,3]}");
    for (int i = 0; i < 4_000 && story.execution().status() == ExecutionStatus.RUNNING; i++) {
      if (story.openAttempts() > 0) {
        story.attemptSucceeds(0, "{\"ok\":true}");
      } else if (!story.mapRuns().isEmpty()) {
        story.mapRunSucceeds("[1]");
      } else {
        story.advance(1);
      }
    }
    return story;
  }

  private static String firstDifference(String undisturbed, String crashing) {
    List<String> left = undisturbed.lines().toList();
    List<String> right = crashing.lines().toList();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String a = i < left.size() ? left.get(i) : "(none)";
      String b = i < right.size() ? right.get(i) : "(none)";
      if (!a.equals(b)) {
        return "undisturbed: " + a + "\ncrashing:    " + b;
      }
    }
    return "";
  }

  private static Story play(String definition, int seed, boolean crashing) {
    SplittableRandom outcomes = new SplittableRandom(seed ^ 0x5eedL);
    Story story = Story.of(definition, crashing).start("{\"items\":[1,2,3]}");
    playOn(story, outcomes);
    for (int i = 0; i < 3 && isUnsuccessful(story); i++) {
      playOn(story.redrive(), outcomes);
    }
    return story;
  }

  private static boolean isUnsuccessful(Story story) {
    return story.execution().status() == ExecutionStatus.FAILED
        || story.execution().status() == ExecutionStatus.ABORTED;
  }

  private static void playOn(Story story, SplittableRandom outcomes) {
    for (int i = 0; i < 400 && story.execution().status() == ExecutionStatus.RUNNING; i++) {
      if (!story.mapRuns().isEmpty() && outcomes.nextInt(3) == 0) {
        if (outcomes.nextInt(3) == 0) {
          story.mapRunFails("E" + outcomes.nextInt(3));
        } else {
          story.mapRunSucceeds("[" + i + "]");
        }
      } else if (story.openAttempts() > 0 && outcomes.nextInt(4) > 0) {
        int which = outcomes.nextInt(story.openAttempts());
        if (outcomes.nextInt(3) == 0) {
          story.attemptFails(which, "E" + outcomes.nextInt(3));
        } else {
          story.attemptSucceeds(which, "{\"ok\":" + i + "}");
        }
      } else {
        story.advance(1 + outcomes.nextInt(3));
      }
      if (outcomes.nextInt(60) == 0) {
        story.send(new Command.Stop(null, null));
      }
    }
  }
}
