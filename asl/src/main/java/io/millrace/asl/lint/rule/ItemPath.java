package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.shape.Presence;
import java.util.List;

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
  }

  /// Whether nothing ever said that the Map's input has it, so that an item's field may be meant.
  static boolean isOne(Read read) {
    return ReadGroup.isItemSelector(read)
        && (read.presence() == Presence.ABSENT && read.origin() != Presence.PRESENT);
  }
}
