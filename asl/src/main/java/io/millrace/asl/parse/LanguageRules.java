package io.millrace.asl.parse;

import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Span;
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

  private LanguageRules() {}

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
            .schema(
                new Span(fields.pointer(), at.line(), at.column()),
                "The QueryLanguage is set to '"
                    + language.text()
                    + "', but field '"
                    + name
                    + "' is only supported for the '"
                    + other.text()
                    + "' QueryLanguage");
      } else {
        fields.unsupported(name);
      }
    }
  }
}
