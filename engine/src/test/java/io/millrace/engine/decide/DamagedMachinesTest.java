package io.millrace.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Asl;
import io.millrace.asl.json.Json;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Machines whose parts were removed, doubled, replaced and swapped: those that are still accepted
/// run with hostile inputs and outcomes, every second one forgetting all after each decision. None
/// makes a decision throw, every history can be stored and read, and none runs for ever. A failure
/// names its seed.
class DamagedMachinesTest {
  private static final int FEW = 2_000;
  private static final int MOVES_MAX = 120;
  private static final List<String> PAYLOADS =
      List.of(
          "{}",
          "[]",
          "null",
          "0",
          "1e999",
          "\"text\"",
          "{\"items\":[1,2,3]}",
          "{\"items\":{}}",
          "{\"items\":[[],{},null]}",
          "{\"r\":\"\\ud800\",\"error\":{\"a\":1}}",
          "[[[[[[[[[[]]]]]]]]]]",
          "{\"\":{\"$\":1}}");

  /// Found by seed 40001708: the second inner Parallel fails because its Map has no items, which
  /// leaves no event, beside one whose failure is retried.
  @Test
  void aParallelWhoseBranchFailedWithoutAnEventCanBeReplayed() {
    Story story =
        Story.of(
                """
                {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,
                  "Retry":[{"ErrorEquals":["E1"],"MaxAttempts":1}],"Branches":[
                  {"StartAt":"A","States":{"A":{"Type":"Parallel","End":true,"Branches":[
                    {"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E1"}}}]}}},
                  {"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Branches":[
                    {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.nope","End":true,
                      "ItemProcessor":{"StartAt":"I",
                        "States":{"I":{"Type":"Succeed"}}}}}}]}}}]}}}\
                """,
                true)
            .start("{}");

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(story.advance(60).execution().status()).isEqualTo(ExecutionStatus.FAILED);
  }

  @Test
  void aFewThousandDamagedMachinesNeverMakeADecisionThrow() {
    assertThat(run(0, FEW)).as("machines that were still accepted and ran").isGreaterThan(FEW / 4);
  }

  /// `mvn -Pfuzz …`, see CONTRIBUTING.md.
  @Test
  @Tag("fuzz")
  void manyDamagedMachinesNeverMakeADecisionThrow() {
    long inputs = Long.getLong("fuzz.inputs", 1_000_000) / 10;
    long first = Long.getLong("fuzz.seed", 1_000_000);

    long ran = run(first, inputs);

    System.out.printf("%,d damaged machines tried, %,d accepted and run%n", inputs, ran);
    assertThat(ran).isPositive();
  }

  private static long run(long first, long count) {
    long ran = 0;
    for (long seed = first; seed < first + count; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String definition = damaged(random);
      if (!Asl.parse(definition).isValid()) {
        continue;
      }
      ran++;
      try {
        play(definition, seed % 2 == 0, random);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", definition " + definition, e);
      }
    }
    return ran;
  }

  private static void play(String definition, boolean crashing, SplittableRandom random) {
    EngineLimits limits = new EngineLimits(1_000, 262_144, 50);
    Story story = Story.of(definition, crashing, limits).start(one(PAYLOADS, random));
    for (int i = 0; i < MOVES_MAX && story.execution().status() == ExecutionStatus.RUNNING; i++) {
      if (story.openAttempts() == 0) {
        story.advance(1L << random.nextInt(30));
      } else if (random.nextInt(4) == 0) {
        story.attemptFails(random.nextInt(story.openAttempts()), "E" + random.nextInt(3));
      } else {
        story.attemptSucceeds(random.nextInt(story.openAttempts()), one(PAYLOADS, random));
      }
    }
    assertThat(EventCodec.decode(EventCodec.encode(story.history()))).isEqualTo(story.history());
    assertThat(story.history().size()).isLessThanOrEqualTo(1_000);
  }

  private static String damaged(SplittableRandom random) {
    JsonNode machine = drawn(random);
    JsonNode other = drawn(random);
    List<JsonNode> gifts = new ArrayList<>();
    collect(other, gifts);
    int times = random.nextInt(3);
    for (int i = 0; i < times; i++) {
      List<JsonNode> places = new ArrayList<>();
      collect(machine, places);
      damage(
          places.get(random.nextInt(places.size())),
          gifts.get(random.nextInt(gifts.size())).deepCopy(),
          random);
    }
    return Json.write(machine);
  }

  private static JsonNode drawn(SplittableRandom random) {
    try {
      return Json.parse(new RandomMachines(random).definition());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a drawn machine is no JSON", e);
    }
  }

  private static void collect(JsonNode at, List<JsonNode> all) {
    all.add(at);
    at.forEach(child -> collect(child, all));
  }

  private static void damage(JsonNode at, JsonNode gift, SplittableRandom random) {
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = one(names, random);
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.put(name, one(PAYLOADS, random));
        case 2 -> object.put(name, "$." + one(names, random));
        default -> object.set(name, gift);
      }
    } else if (at instanceof ArrayNode array) {
      array.add(gift);
    }
  }

  private static String one(List<String> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }
}
