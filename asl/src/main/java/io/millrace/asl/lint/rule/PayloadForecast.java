package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.List;
import java.util.Map;

/// `payload-forecast`: at how many items the array of a Map's results exceeds the 262,144 bytes
/// that a state may hand on. AWS developer guide, "Quotas".
final class PayloadForecast implements Rule {
  @Override
  public List<String> names() {
    return List.of("payload-forecast");
  }

  private static final long PAYLOAD_MAX = 262_144;

  /// Bytes of SdkHttpMetadata and SdkResponseMetadata as recorded of lambda:invoke: names and
  /// values of its HTTP headers, twice.
  private static final long METADATA = 870;

  private static final int DEPTH_MAX = 8;

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    for (StateNode map : subject.machine().states("Map")) {
      boolean kept =
          !map.has("ResultWriter")
              && !(map.has("ResultPath") && map.json().path("ResultPath").isNull())
              && !map.has("ResultSelector")
              && !(map.isJsonata() && map.has("Output"));
      Shape result = subject.analysis().result(map);
      if (kept && result.isOnly(Kind.ARRAY)) {
        forecast(map, result.elements(), report);
      }
    }
  }

  private static void forecast(StateNode map, Shape item, Report report) {
    boolean envelope =
        item.isOnly(Kind.OBJECT) && item.member("SdkHttpMetadata").presence() == Presence.PRESENT;
    if (!envelope) {
      return;
    }
    long bytes = bytes(item, 0) + 1;
    long items = PAYLOAD_MAX / bytes;
    report
        .add(
            Severity.WARNING,
            "payload-forecast",
            map,
            map.pointer(),
            "each item of `"
                + map.name()
                + "` hands on a whole answer of its last task, with HTTP headers, some "
                + Words.number(bytes)
                + " bytes: 256 KiB at about "
                + Words.number(items)
                + " items; then the Map fails with States.DataLimitExceeded")
        .hint(
            "Let the last state of the item hand on only what is needed (ResultSelector), or drop"
                + " the Map's result (\"ResultPath\": null).");
  }

  /// At least so many bytes; texts count as short ones.
  private static long bytes(Shape shape, int depth) {
    if (depth > DEPTH_MAX) {
      return 2;
    }
    if (shape.constant() != null) {
      return shape.constant().toString().length();
    }
    if (shape.isOnly(Kind.OBJECT)) {
      long sum = 2;
      for (Map.Entry<String, Member> entry : shape.members().entrySet()) {
        Member member = entry.getValue();
        if (member.presence() != Presence.PRESENT) {
          continue;
        }
        sum += entry.getKey().length() + 4;
        sum +=
            switch (entry.getKey()) {
              case "SdkHttpMetadata" -> METADATA - 55;
              case "SdkResponseMetadata" -> 55;
              default -> bytes(member.shape(), depth + 1);
            };
      }
      return sum;
    }
    return shape.isOnly(Kind.STRING) ? 10 : 2;
  }
}
