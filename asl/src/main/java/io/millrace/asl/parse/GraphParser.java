package io.millrace.asl.parse;

import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `StartAt` and `States`: of the machine, of a branch, of an item processor.
final class GraphParser {
  /// AWS: the longest name of a state, in characters.
  private static final int NAME_MAX = 80;

  private final QueryLanguage machineLanguage;
  private final Findings findings;

  /// @param machineLanguage states inherit the machine's language, never that of the state around
  ///   them (measured on AWS)
  GraphParser(QueryLanguage machineLanguage, Findings findings) {
    this.machineLanguage = machineLanguage;
    this.findings = findings;
  }

  StateGraph graph(Fields fields) {
    fields.require("StartAt", "States");
    String startAt = fields.textOrEmpty("StartAt");
    Map<String, State> states = new LinkedHashMap<>();
    Fields members = fields.object("States");
    if (members != null) {
      for (String name : members.names()) {
        Fields state = members.object(name);
        if (name.codePointCount(0, name.length()) > NAME_MAX) {
          findings.report(
              Rule.STATE_NAME_TOO_LONG,
              members.span(name),
              "State name '" + name + "' exceeds the 80-character limit allowed by the service");
        }
        State parsed = state == null ? null : new StateParser(name, state, machineLanguage).state();
        if (parsed != null) {
          states.put(name, parsed);
        }
      }
    }
    return new StateGraph(startAt, states, fields.span());
  }
}
