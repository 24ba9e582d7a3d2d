package io.millrace.runtime.execution;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;

/// Ids of executions: UUIDs of version 7 (RFC 9562), so that they sort by start time; those of one
/// process strictly. Safe for concurrent use.
final class ExecutionIds {
  private static final int COUNTER_MASK = 0xFFF;

  private final SplittableRandom random;
  private long lastMillis;
  private int counter;

  ExecutionIds() {
    random = new SplittableRandom(ByteBuffer.wrap(new SecureRandom().generateSeed(8)).getLong());
  }

  synchronized UUID next(long nowMillis) {
    if (nowMillis > lastMillis) {
      lastMillis = nowMillis;
      counter = random.nextInt(COUNTER_MASK / 2);
    } else if (++counter > COUNTER_MASK) {
      lastMillis++; // more than thousands in a millisecond: borrow from the next
      counter = 0;
    }
    return new UUID(
        (lastMillis << 16) | 0x7000 | counter, (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
  }

  synchronized long seed() {
    return random.nextLong();
  }
}
