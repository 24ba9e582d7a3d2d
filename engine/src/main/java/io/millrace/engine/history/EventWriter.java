package io.millrace.engine.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one run of events in the form that [EventCodec] describes. Confined to one call.
final class EventWriter {
  static final int TYPE_FOLLOWS = 63;
  static final int FOLLOWS_DIRECTLY = 0x40;
  static final int SAME_TIME = 0x80;

  /// Shorter texts are tried as ASCII, character by character, without a copy.
  private static final int SHORT_TEXT = 64;

  private final TextTable texts = new TextTable();
  private byte[] bytes;
  private int size;

  EventWriter(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  @SuppressWarnings("EnumOrdinal") // the order of EventType is part of the stored form
  void writeEvent(HistoryEvent event, long timeBefore) {
    int type = event.type().ordinal();
    boolean direct = event.previousEventId() == event.id() - 1;
    boolean sameTime = event.timestampMillis() == timeBefore;
    writeByte(
        Math.min(type, TYPE_FOLLOWS)
            | (direct ? FOLLOWS_DIRECTLY : 0)
            | (sameTime ? SAME_TIME : 0));
    if (type >= TYPE_FOLLOWS) {
      writeUnsigned(type);
    }
    if (!direct) {
      writeSigned(event.id() - event.previousEventId());
    }
    if (!sameTime) {
      writeSigned(event.timestampMillis() - timeBefore);
    }
    writeDetails(event.details());
  }

  /// The numbers of the shapes are part of the stored form; [EventReader] reads them.
  private void writeDetails(EventDetails details) {
    switch (details) {
      case EventDetails.None _ -> writeByte(0);
      case EventDetails.ExecutionStart d -> {
        writeByte(1);
        writeText(d.input().text());
        writeText(d.roleArn());
      }
      case EventDetails.Output d -> {
        writeByte(2);
        writeText(d.output().text());
      }
      case EventDetails.Failure d -> {
        writeByte(3);
        writeText(d.error());
        writeText(d.cause());
      }
      case EventDetails.StateEntered d -> {
        writeByte(4);
        writeText(d.name());
        writeText(d.input().text());
      }
      case EventDetails.StateExited d -> {
        writeByte(5);
        writeText(d.name());
        writeText(d.output().text());
        writeVariables(d.assignedVariables());
      }
      case EventDetails.TaskScheduled d -> {
        writeByte(6);
        writeText(d.resourceType());
        writeText(d.resource());
        writeText(d.region());
        writeText(d.parameters().text());
        writeOptional(d.timeoutSeconds());
        writeOptional(d.heartbeatSeconds());
        writeText(d.credentialsRoleArn());
      }
      case EventDetails.TaskStarted d -> {
        writeByte(7);
        writeText(d.resourceType());
        writeText(d.resource());
      }
      case EventDetails.TaskOutput d -> {
        writeByte(8);
        writeText(d.resourceType());
        writeText(d.resource());
        writeText(d.output().text());
      }
      case EventDetails.TaskFailure d -> {
        writeByte(9);
        writeText(d.resourceType());
        writeText(d.resource());
        writeText(d.error());
        writeText(d.cause());
      }
      case EventDetails.LambdaScheduled d -> {
        writeByte(10);
        writeText(d.resource());
        writeText(d.input().text());
        writeOptional(d.timeoutSeconds());
        writeText(d.credentialsRoleArn());
      }
      case EventDetails.ActivityScheduled d -> {
        writeByte(11);
        writeText(d.resource());
        writeText(d.input().text());
        writeOptional(d.timeoutSeconds());
        writeOptional(d.heartbeatSeconds());
      }
      case EventDetails.ActivityStarted d -> {
        writeByte(12);
        writeText(d.workerName());
      }
      case EventDetails.MapStarted d -> {
        writeByte(13);
        writeUnsigned(d.length());
      }
      case EventDetails.Iteration d -> {
        writeByte(14);
        writeText(d.name());
        writeUnsigned(d.index());
      }
      case EventDetails.EvaluationFailed d -> {
        writeByte(15);
        writeText(d.error());
        writeText(d.cause());
        writeText(d.location());
        writeText(d.state());
      }
      case EventDetails.MapRunStarted d -> {
        writeByte(16);
        writeText(d.mapRunArn());
      }
      case EventDetails.ExecutionRedriven d -> {
        writeByte(17);
        writeUnsigned(d.redriveCount());
        writeText(d.clientToken());
        writeUnsigned(d.mapRunRedrive());
        writeUnsigned(d.afresh() ? 1 : 0);
      }
      case EventDetails.MapRunRedriven d -> {
        writeByte(18);
        writeText(d.mapRunArn());
        writeUnsigned(d.redriveCount());
      }
    }
  }

  private void writeVariables(Map<String, String> variables) {
    writeUnsigned(variables.size());
    variables.forEach(
        (name, value) -> {
          writeText(name);
          writeText(value);
        });
  }

  private void writeOptional(@Nullable Long number) {
    writeSigned(number == null ? 0 : number >= 0 ? number + 1 : number);
  }

  /// 0 = null; odd = back reference; 2 = UTF-16 follows; else UTF-8 of (n / 2 - 2) bytes follows.
  private void writeText(@Nullable String text) {
    if (text == null) {
      writeByte(0);
      return;
    }
    int number = texts.numberOrAdd(text);
    if (number >= 0) {
      writeUnsigned(((long) number << 1) | 1);
    } else if (text.length() >= SHORT_TEXT || !writeAscii(text)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      if (text.equals(new String(utf8, StandardCharsets.UTF_8))) {
        writeUnsigned((long) (utf8.length + 2) << 1);
        writeBytes(utf8);
      } else { // a surrogate without its other half, which UTF-8 cannot say
        writeUnsigned(2);
        writeUnsigned(text.length());
        for (int i = 0; i < text.length(); i++) {
          writeByte(text.charAt(i) >> 8);
          writeByte(text.charAt(i));
        }
      }
    }
  }

  private boolean writeAscii(String text) {
    int start = size;
    int length = text.length();
    reserve(2 + length);
    writeUnsigned((long) (length + 2) << 1);
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        return false;
      }
      bytes[at++] = (byte) c;
    }
    size = at;
    return true;
  }

  void writeByte(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  void writeUnsigned(long number) {
    reserve(10);
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void writeSigned(long number) {
    writeUnsigned((number << 1) ^ (number >> 63));
  }

  private void writeBytes(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
