package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `item-path`: ItemSelector reads a path that the Map's own input never had. AWS developer guide,
/// "ItemSelector (Map)": paths in it see the state's input; the item is `$$.Map.Item.Value`.
final class ItemPath implements Rule {
  @Override
  public List<String> names() {
    return List.of("item-path");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    for (ReadGroup group : ReadGroup.of(subject.analysis().reads(), ItemPath::isOne)) {
      List<String> paths = group.reads().stream().map(Read::text).distinct().toList();
      String message =
          Words.quoted(paths)
              + " cannot exist in the input of `"
              + group.state().name()
              + "`, which is what its ItemSelector reads: the Map fails with States.Runtime";
      String item = paths.getFirst().substring(1);
      String hint =
          "A field of the item is read with `$$.Map.Item.Value"
              + item
              + "`, also inside of intrinsic functions; a field of the Map's input has to be kept"
              + " until here.";
      Report.Draft draft =
          group.isFatal()
              ? report.error("item-path", group.state(), group.pointer(), message)
              : report.warning("item-path", group.state(), group.pointer(), message);
      draft.because(group.causes()).hint(hint);
    }
    for (StateNode map : subject.machine().states("Map")) {
      unusedItem(map, subject.analysis().reads(), report);
    }
  }

  /// A selector that takes nothing of the item, and fields that nothing else reads, which may be
  /// meant to be the item's. Without an example they may be in the input as well.
  private static void unusedItem(StateNode map, List<Read> reads, Report report) {
    JsonNode selector = map.field(map.has("ItemSelector") ? "ItemSelector" : "Parameters");
    boolean elsewhere = map.text("ItemsPath").startsWith("$.");
    if (selector == null || !elsewhere || selector.toString().contains("$$.Map.Item")) {
      return;
    }
    List<Read> suspect = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Read read : reads) {
      if (read.state() == map && ReadGroup.isItemSelector(read)) {
        suspect.add(read);
      } else if (!read.state().isWithin(map)) {
        known.add(member(read));
      }
    }
    suspect.removeIf(
        r -> r.presence() != Presence.UNKNOWN || member(r).isEmpty() || known.contains(member(r)));
    if (suspect.isEmpty()) {
      return;
    }
    List<String> paths = suspect.stream().map(Read::text).distinct().toList();
    report
        .note(
            "item-path",
            map,
            suspect.getFirst().pointer(),
            "the ItemSelector of `"
                + map.name()
                + "` takes nothing of the item, and "
                + Words.quoted(paths)
                + (paths.size() == 1 ? " is" : " are")
                + " read nowhere else: the Map's input is what it reads, not the item")
        .hint(
            "A field of the item is read with `$$.Map.Item.Value"
                + paths.getFirst().substring(1)
                + "`.");
  }

  /// The member of the input that is read, empty where it is none.
  private static String member(Read read) {
    DataPath path = read.path();
    if (path == null || path.root() != DataPath.Root.INPUT || path.steps().isEmpty()) {
      return "";
    }
    return path.steps().getFirst() instanceof Step.Name(var name) ? name : "";
  }

  /// Whether nothing ever said that the Map's input has it, so that an item's field may be meant.
  static boolean isOne(Read read) {
    return ReadGroup.isItemSelector(read)
        && (read.presence() == Presence.ABSENT && read.origin() != Presence.PRESENT);
  }
}
