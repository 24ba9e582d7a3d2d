package io.millrace.asl.parse;

import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Span;
import java.util.Map;
import java.util.Set;

/// Which members belong to one language only. AWS developer guide, "Transforming data".
final class LanguageRules {
  private static final Set<String> JSONPATH_ONLY =
      Set.of(
          "InputPath",
          "Parameters",
          "ResultSelector",
          "ResultPath",
          "OutputPath",
          "Result",
          "ItemsPath",
          "SecondsPath",
          "TimestampPath",
          "TimeoutSecondsPath",
          "HeartbeatSecondsPath",
          "MaxConcurrencyPath",
          "ToleratedFailureCountPath",
          "ToleratedFailurePercentagePath",
          "ErrorPath",
          "CausePath",
          "Variable");
  private static final Set<String> JSONATA_ONLY =
      Set.of("Arguments", "Output", "Items", "Condition");

  /// What does in the other language what a field does in its own; those that end with `Path` have
  /// theirs without it.
  private static final Map<String, String> COUNTERPARTS =
      Map.ofEntries(
          Map.entry("InputPath", "Arguments"),
          Map.entry("Parameters", "Arguments"),
          Map.entry("ResultSelector", "Output"),
          Map.entry("ResultPath", "Output"),
          Map.entry("OutputPath", "Output"),
          Map.entry("Result", "Output"),
          Map.entry("ItemsPath", "Items"),
          Map.entry("Variable", "Condition"),
          Map.entry("Arguments", "Parameters"),
          Map.entry("Output", "ResultSelector"),
          Map.entry("Items", "ItemsPath"),
          Map.entry("Condition", "Variable"));

  private LanguageRules() {}

  private static String counterpart(String name) {
    String other = COUNTERPARTS.get(name);
    if (other == null) {
      other = name.substring(0, name.length() - "Path".length());
    }
    return "Its counterpart here is `" + other + "`; or set QueryLanguage on the state.";
  }

  /// Reports the members nobody took: those of the other language as such, the rest as unknown.
  /// Wording and location are as measured on AWS.
  static void rejectUnknown(Fields fields, QueryLanguage language) {
    boolean jsonPath = language == QueryLanguage.JSONPATH;
    Set<String> foreign = jsonPath ? JSONATA_ONLY : JSONPATH_ONLY;
    QueryLanguage other = jsonPath ? QueryLanguage.JSONATA : QueryLanguage.JSONPATH;
    for (String name : fields.untaken()) {
      if (foreign.contains(name)) {
        Span at = fields.span(name);
        fields
            .findings()
            .report(
                Rule.OTHER_LANGUAGE,
                new Span(fields.pointer(), at.line(), at.column()),
                "The QueryLanguage is set to '"
                    + language.text()
                    + "', but field '"
                    + name
                    + "' is only supported for the '"
                    + other.text()
                    + "' QueryLanguage",
                counterpart(name));
      } else {
        fields.unsupported(name);
      }
    }
  }
}
