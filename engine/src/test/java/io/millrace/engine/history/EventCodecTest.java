package io.millrace.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.json.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void whatIsWrittenIsReadBack(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 200; round++) {
      List<HistoryEvent> events = someEvents(random, random.nextInt(0, 60));

      assertThat(EventCodec.decode(EventCodec.encode(events))).isEqualTo(events);
    }
  }

  @Test
  void aPayloadHandedOnIsStoredOnce() {
    StringBuilder random = new StringBuilder(); // longer than deflating looks back
    new SplittableRandom(1).ints(40_000, 'a', 'z').forEach(c -> random.append((char) c));
    String text = "\"" + random + "\"";
    List<HistoryEvent> events =
        passStates(50, () -> Payload.ofText(new String(text.toCharArray())));

    assertThat(EventCodec.encode(events).length).isLessThan(text.length());
  }

  @Test
  void aChainOfPassStatesTakesAboutFiveBytesAnEventAndItsNames() {
    List<HistoryEvent> events = passStates(100, () -> Payload.EMPTY_OBJECT);

    assertThat(EventCodec.encode(events).length).isLessThan(200 * 5 + 100 * 4 + 50);
  }

  @Test
  void assignedVariablesKeepTheirOrder() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      variables.put("v" + i, "" + i);
    }
    List<HistoryEvent> events =
        List.of(
            new HistoryEvent(
                1,
                0,
                5,
                EventType.PassStateExited,
                new EventDetails.StateExited("S", Payload.NULL, variables)));

    var back =
        (EventDetails.StateExited) EventCodec.decode(EventCodec.encode(events)).get(0).details();

    assertThat(back.assignedVariables().keySet()).containsExactlyElementsOf(variables.keySet());
  }

  @Test
  void longRunsAreDeflatedAndReadBack() {
    List<HistoryEvent> events = passStates(2_000, () -> Payload.ofText("{\"some\":\"thing\"}"));

    byte[] stored = EventCodec.encode(events);

    assertThat(stored.length).isLessThan(4_000 * 4);
    assertThat(EventCodec.decode(stored)).isEqualTo(events);
  }

  @Test
  void aNewerFormIsRefusedByName() {
    byte[] stored = EventCodec.encode(passStates(1, () -> Payload.NULL));
    stored[0] = 3;

    assertThatThrownBy(() -> EventCodec.decode(stored))
        .isInstanceOf(UnreadableEventsException.class)
        .hasMessageContaining("form 3");
  }

  @Test
  void damagedBytesAreRefusedOrReadButNeverCrash() {
    damage(EventCodec.encode(passStates(10, () -> Payload.ofText("{\"a\":[1,2,3]}"))));
    byte[] deflated = EventCodec.encode(passStates(300, () -> Payload.NULL));
    assertThat(deflated[0]).isEqualTo((byte) 2);
    damage(deflated);
  }

  private static void damage(byte[] stored) {
    int refused = 0;
    for (int i = 1; i < stored.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(stored, i);
      assertThatThrownBy(() -> EventCodec.decode(cut))
          .isInstanceOf(UnreadableEventsException.class);
      byte[] flipped = stored.clone();
      flipped[i] ^= (byte) 0xA5;
      try {
        EventCodec.decode(flipped);
      } catch (UnreadableEventsException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void idsMustBeConsecutive() {
    HistoryEvent first = passStates(1, () -> Payload.NULL).getFirst();

    assertThatThrownBy(() -> EventCodec.encode(List.of(first, first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("event 1 stands where event 2 belongs");
  }

  private static List<HistoryEvent> passStates(
      int states, java.util.function.Supplier<Payload> payload) {
    List<HistoryEvent> events = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      long id = events.size() + 1L;
      var entered = new EventDetails.StateEntered("S" + i, payload.get());
      var exited = new EventDetails.StateExited("S" + i, payload.get(), Map.of());
      events.add(
          new HistoryEvent(id, id - 1, 1_800_000_000_000L, EventType.PassStateEntered, entered));
      events.add(
          new HistoryEvent(id + 1, id, 1_800_000_000_000L, EventType.PassStateExited, exited));
    }
    return events;
  }

  private static List<HistoryEvent> someEvents(RandomGenerator random, int count) {
    long id = 1 + (random.nextBoolean() ? 0 : random.nextLong(0, 25_000));
    long time = random.nextLong(0, 4_000_000_000_000L);
    List<HistoryEvent> events = new ArrayList<>();
    EventType[] types = EventType.values();
    for (int i = 0; i < count; i++) {
      long previous = random.nextBoolean() ? id - 1 : random.nextLong(0, id);
      EventType type = types[random.nextInt(types.length)];
      events.add(new HistoryEvent(id, previous, time, type, someDetails(random)));
      id++;
      time += random.nextBoolean() ? 0 : random.nextLong(-5, 100_000);
    }
    return events;
  }

  private static EventDetails someDetails(RandomGenerator r) {
    return switch (r.nextInt(16)) {
      case 0 -> EventDetails.None.INSTANCE;
      case 1 -> new EventDetails.ExecutionStart(payload(r), text(r));
      case 2 -> new EventDetails.Output(payload(r));
      case 3 -> new EventDetails.Failure(maybe(r), maybe(r));
      case 4 -> new EventDetails.StateEntered(text(r), payload(r));
      case 5 -> new EventDetails.StateExited(text(r), payload(r), variables(r));
      case 6 ->
          new EventDetails.TaskScheduled(
              text(r), text(r), text(r), payload(r), number(r), number(r), maybe(r));
      case 7 -> new EventDetails.TaskStarted(text(r), text(r));
      case 8 -> new EventDetails.TaskOutput(text(r), text(r), payload(r));
      case 9 -> new EventDetails.TaskFailure(text(r), text(r), maybe(r), maybe(r));
      case 10 -> new EventDetails.LambdaScheduled(text(r), payload(r), number(r), maybe(r));
      case 11 -> new EventDetails.ActivityScheduled(text(r), payload(r), number(r), number(r));
      case 12 -> new EventDetails.ActivityStarted(maybe(r));
      case 13 -> new EventDetails.MapStarted(r.nextInt(0, 100_000));
      case 14 -> new EventDetails.Iteration(text(r), r.nextInt(0, 100_000));
      default -> new EventDetails.EvaluationFailed(maybe(r), maybe(r), maybe(r), text(r));
    };
  }

  private static Map<String, String> variables(RandomGenerator r) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = r.nextInt(-3, 4); i > 0; i--) {
      variables.put(text(r), text(r));
    }
    return variables;
  }

  private static Payload payload(RandomGenerator r) {
    return Payload.ofText(text(r));
  }

  private static @Nullable Long number(RandomGenerator r) {
    return r.nextBoolean() ? null : Long.valueOf(r.nextLong(-2, 99_999_999));
  }

  private static @Nullable String maybe(RandomGenerator r) {
    return r.nextInt(3) == 0 ? null : text(r);
  }

  /// Few different texts, so that many repeat: empty, ASCII, two to four bytes a character, half a
  /// surrogate pair, short and long.
  private static String text(RandomGenerator r) {
    String[] parts = {"a", "Z9", "é", "第一章", "😀", "?", "\ud800", "{\"k\":1}", "\u0000"};
    return switch (r.nextInt(6)) {
      case 0 -> "";
      case 1 -> "State " + r.nextInt(10);
      case 2 -> parts[r.nextInt(parts.length)];
      case 3 -> parts[r.nextInt(parts.length)].repeat(r.nextInt(1, 90));
      case 4 -> "x".repeat(r.nextInt(60, 70)) + parts[r.nextInt(parts.length)];
      default -> "v" + r.nextInt();
    };
  }
}
