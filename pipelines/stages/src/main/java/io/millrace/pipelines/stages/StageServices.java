package io.millrace.pipelines.stages;

import io.millrace.pipelines.stages.store.ObjectStore;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What all stages of a process share.
///
/// @param bucket used when a request names none; null when there is no such default
/// @param clock for the time in manifests
/// @param valueBytesMax how large a value of a [ValueStage] may be, 1 to 2,000,000,000 bytes
/// @param partBytesMax when a [RecordStage]'s output goes on in another part, at least 1 byte
public record StageServices(
    ObjectStore store,
    @Nullable String bucket,
    InstantSource clock,
    long valueBytesMax,
    long partBytesMax) {
  /// Read whole and parsed, a value takes several times its size; a function of 1,769 MB holds
  /// this.
  public static final long VALUE_BYTES_MAX = 128L << 20;

  /// Large enough to be few, small enough that Spark's tasks share them.
  public static final long PART_BYTES_MAX = 256L << 20;

  private static final long VALUE_BYTES_LIMIT = 2_000_000_000L;

  public StageServices {
    range("STAGES_VALUE_BYTES_MAX", valueBytesMax, VALUE_BYTES_LIMIT);
    range("STAGES_PART_BYTES_MAX", partBytesMax, Long.MAX_VALUE);
  }

  public static StageServices of(ObjectStore store) {
    return new StageServices(store, null, Clock.systemUTC(), VALUE_BYTES_MAX, PART_BYTES_MAX);
  }

  /// Made once for a process, from `STAGES_BUCKET`, `STAGES_PATH_STYLE`, `STAGES_VALUE_BYTES_MAX`,
  /// `STAGES_PART_BYTES_MAX` and the AWS SDK's own settings.
  static StageServices fromEnvironment() {
    return OfThisProcess.SERVICES;
  }

  private static final class OfThisProcess {
    static final StageServices SERVICES = from(System::getenv);
  }

  static StageServices from(UnaryOperator<@Nullable String> environment) {
    return new StageServices(
        ObjectStore.fromEnvironment("true".equals(environment.apply("STAGES_PATH_STYLE"))),
        environment.apply("STAGES_BUCKET"),
        Clock.systemUTC(),
        number(environment, "STAGES_VALUE_BYTES_MAX", VALUE_BYTES_MAX),
        number(environment, "STAGES_PART_BYTES_MAX", PART_BYTES_MAX));
  }

  private static long number(
      UnaryOperator<@Nullable String> environment, String name, long otherwise) {
    var value = environment.apply(name);
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The setting " + name + " is \"" + value + "\"; it must be a whole number.", e);
    }
  }

  private static void range(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "The setting " + name + " is " + value + "; it must be from 1 to " + most + ".");
    }
  }
}
