package io.millrace.api.protocol;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Names of requests, in the form of random UUIDs (version 4). They only have to differ, so they
/// come from the fast generator.
final class RequestIds {
  private RequestIds() {}

  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
