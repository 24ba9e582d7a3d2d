package io.millrace.cli.fmt;

import io.millrace.cli.definition.Document;
import io.millrace.cli.definition.Value;
import io.millrace.cli.definition.Value.Element;
import io.millrace.cli.definition.Value.Elements;
import io.millrace.cli.definition.Value.Member;
import io.millrace.cli.definition.Value.Members;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The order of the fields that belong to the language: what a thing is, then what goes in, what is
/// done, what comes out, and last where it goes. States keep the order of the text, and so does
/// everything inside payloads; unknown fields stand before the last ones, in the order of the text.
final class FieldOrder {
  /// The state machine, a branch, or an item processor.
  private static final Order GRAPH =
      new Order(
          List.of(
              "Comment",
              "QueryLanguage",
              "Version",
              "TimeoutSeconds",
              "ProcessorConfig",
              "StartAt",
              "States"),
          List.of());

  private static final Order STATE =
      new Order(
          List.of(
              "Type",
              "Comment",
              "QueryLanguage",
              "Resource",
              "Credentials",
              "InputPath",
              "Parameters",
              "Arguments",
              "Result",
              "Seconds",
              "SecondsPath",
              "Timestamp",
              "TimestampPath",
              "TimeoutSeconds",
              "TimeoutSecondsPath",
              "HeartbeatSeconds",
              "HeartbeatSecondsPath",
              "Label",
              "ItemsPath",
              "Items",
              "ItemReader",
              "ItemSelector",
              "ItemBatcher",
              "MaxConcurrency",
              "MaxConcurrencyPath",
              "ToleratedFailureCount",
              "ToleratedFailureCountPath",
              "ToleratedFailurePercentage",
              "ToleratedFailurePercentagePath",
              "ItemProcessor",
              "Iterator",
              "ResultWriter",
              "Branches",
              "Choices",
              "Error",
              "ErrorPath",
              "Cause",
              "CausePath",
              "Retry",
              "Catch"),
          List.of(
              "ResultSelector",
              "ResultPath",
              "Assign",
              "Output",
              "OutputPath",
              "Default",
              "Next",
              "End"));

  private static final Order RETRIER =
      new Order(
          List.of(
              "Comment",
              "ErrorEquals",
              "IntervalSeconds",
              "MaxAttempts",
              "BackoffRate",
              "MaxDelaySeconds",
              "JitterStrategy"),
          List.of());

  private static final Order CATCHER =
      new Order(
          List.of("Comment", "ErrorEquals"), List.of("ResultPath", "Assign", "Output", "Next"));

  private static final Order CHOICE =
      new Order(
          List.of("Comment", "Not", "And", "Or", "Variable", "Condition"),
          List.of("Assign", "Output", "Next"));

  private FieldOrder() {}

  /// The document with its fields in order.
  static Document ordered(Document document) {
    return new Document(graph(document.root()), document.closing());
  }

  private static Value graph(Value value) {
    return GRAPH.apply(
        value,
        member ->
            member.name().equals("States")
                ? Order.NONE.apply(member.value(), state -> state(state.value()))
                : member.value());
  }

  private static Value state(Value value) {
    return STATE.apply(
        value,
        member ->
            switch (member.name()) {
              case "ItemProcessor", "Iterator" -> graph(member.value());
              case "Branches" -> each(member.value(), FieldOrder::graph);
              case "Retry" -> each(member.value(), RETRIER::apply);
              case "Catch" -> each(member.value(), CATCHER::apply);
              case "Choices" -> each(member.value(), FieldOrder::rule);
              default -> member.value();
            });
  }

  /// A rule of a Choice, and the rules it is made of.
  private static Value rule(Value value) {
    return CHOICE.apply(
        value,
        member ->
            switch (member.name()) {
              case "And", "Or" -> each(member.value(), FieldOrder::rule);
              case "Not" -> rule(member.value());
              default -> member.value();
            });
  }

  private static Value each(Value value, Change change) {
    if (!(value instanceof Elements elements)) {
      return value;
    }
    return new Elements(
        elements.place(),
        elements.elements().stream()
            .map(element -> new Element(change.to(element.value()), element.comments()))
            .toList());
  }

  @FunctionalInterface
  private interface Change {
    Value to(Value value);
  }

  @FunctionalInterface
  private interface MemberChange {
    Value to(Member member);
  }

  /// Names that come first and names that come last.
  private record Order(List<String> first, List<String> last) {
    static final Order NONE = new Order(List.of(), List.of());

    Value apply(Value value) {
      return apply(value, Member::value);
    }

    /// The value with its members in order and changed; itself when it is no object.
    Value apply(Value value, MemberChange change) {
      if (!(value instanceof Members members)) {
        return value;
      }
      List<Member> all = new ArrayList<>();
      for (Member member : members.members()) {
        all.add(new Member(member.name(), member.place(), change.to(member), member.comments()));
      }
      all.sort(Comparator.comparingInt(member -> rank(member.name())));
      return new Members(members.place(), all);
    }

    private int rank(String name) {
      int place = first.indexOf(name);
      if (place >= 0) {
        return place;
      }
      int end = last.indexOf(name);
      return end < 0 ? first.size() : first.size() + 1 + end;
    }
  }
}
