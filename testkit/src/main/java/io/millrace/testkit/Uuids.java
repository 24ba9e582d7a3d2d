package io.millrace.testkit;

import java.util.UUID;

/// The order of UUIDs in PostgreSQL: as unsigned bytes.
final class Uuids {
  private Uuids() {}

  static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
