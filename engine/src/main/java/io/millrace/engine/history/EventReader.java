package io.millrace.engine.history;

import io.millrace.asl.json.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what [EventWriter] wrote. Confined to one call; throws [IndexOutOfBoundsException] on
/// damaged bytes.
final class EventReader {
  private final byte[] bytes;
  private int position;
  private final List<String> texts = new ArrayList<>();
  private final List<@Nullable Payload> payloads = new ArrayList<>();

  EventReader(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int position() {
    return position;
  }

  HistoryEvent readEvent(long id, long timeBefore) {
    int head = bytes[position++] & 0xFF;
    int ordinal = head & EventWriter.TYPE_FOLLOWS;
    if (ordinal == EventWriter.TYPE_FOLLOWS) {
      ordinal = Math.toIntExact(readUnsigned());
    }
    long previous = (head & EventWriter.FOLLOWS_DIRECTLY) != 0 ? id - 1 : id - readSigned();
    long time = (head & EventWriter.SAME_TIME) != 0 ? timeBefore : timeBefore + readSigned();
    return new HistoryEvent(id, previous, time, EventType.ofOrdinal(ordinal), readDetails());
  }

  private EventDetails readDetails() {
    int shape = bytes[position++];
    return switch (shape) {
      case 0 -> EventDetails.None.INSTANCE;
      case 1 -> new EventDetails.ExecutionStart(payload(), text());
      case 2 -> new EventDetails.Output(payload());
      case 3 -> new EventDetails.Failure(optionalText(), optionalText());
      case 4 -> new EventDetails.StateEntered(text(), payload());
      case 5 -> new EventDetails.StateExited(text(), payload(), variables());
      case 6 ->
          new EventDetails.TaskScheduled(
              text(), text(), text(), payload(), optional(), optional(), optionalText());
      case 7 -> new EventDetails.TaskStarted(text(), text());
      case 8 -> new EventDetails.TaskOutput(text(), text(), payload());
      case 9 -> new EventDetails.TaskFailure(text(), text(), optionalText(), optionalText());
      case 10 -> new EventDetails.LambdaScheduled(text(), payload(), optional(), optionalText());
      case 11 -> new EventDetails.ActivityScheduled(text(), payload(), optional(), optional());
      case 12 -> new EventDetails.ActivityStarted(optionalText());
      case 13 -> new EventDetails.MapStarted(Math.toIntExact(readUnsigned()));
      case 14 -> new EventDetails.Iteration(text(), Math.toIntExact(readUnsigned()));
      case 15 ->
          new EventDetails.EvaluationFailed(optionalText(), optionalText(), optionalText(), text());
      case 16 -> new EventDetails.MapRunStarted(text());
      case 17 ->
          new EventDetails.ExecutionRedriven(
              Math.toIntExact(readUnsigned()),
              optionalText(),
              Math.toIntExact(readUnsigned()),
              readUnsigned() != 0);
      case 18 -> new EventDetails.MapRunRedriven(text(), Math.toIntExact(readUnsigned()));
      default ->
          throw new UnreadableEventsException(
              "the stored events hold details of the unknown shape "
                  + shape
                  + " near byte "
                  + position
                  + ": a newer version wrote them, or they are damaged");
    };
  }

  private Map<String, String> variables() {
    int count = Math.toIntExact(readUnsigned());
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      variables.put(text(), text());
    }
    return Collections.unmodifiableMap(variables);
  }

  private @Nullable Long optional() {
    long stored = readSigned();
    return stored == 0 ? null : stored > 0 ? Long.valueOf(stored - 1) : Long.valueOf(stored);
  }

  private String text() {
    return texts.get(textNumber());
  }

  private @Nullable String optionalText() {
    if (bytes[position] == 0) {
      position++;
      return null;
    }
    return text();
  }

  /// Equal texts give the same object, so that its tree is made once.
  private Payload payload() {
    int number = textNumber();
    while (payloads.size() <= number) {
      payloads.add(null);
    }
    Payload known = payloads.get(number);
    if (known == null) {
      known = Payload.ofText(texts.get(number));
      payloads.set(number, known);
    }
    return known;
  }

  private int textNumber() {
    long head = readUnsigned();
    if ((head & 1) == 1) {
      return Math.toIntExact(head >>> 1);
    }
    String text;
    if (head == 2) {
      char[] chars = new char[Math.min(Math.toIntExact(readUnsigned()), bytes.length)];
      for (int i = 0; i < chars.length; i++) {
        chars[i] = (char) ((bytes[position++] << 8) | (bytes[position++] & 0xFF));
      }
      text = new String(chars);
    } else {
      int length = Math.toIntExact((head >>> 1) - 2);
      text = new String(bytes, position, length, StandardCharsets.UTF_8);
      position += length;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  long readUnsigned() {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = bytes[position++];
      number |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw new IndexOutOfBoundsException("an integer is longer than ten bytes");
  }

  long readSigned() {
    long stored = readUnsigned();
    return (stored >>> 1) ^ -(stored & 1);
  }
}
