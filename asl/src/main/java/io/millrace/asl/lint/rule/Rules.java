package io.millrace.asl.lint.rule;

import java.util.List;

/// All that is looked for.
public final class Rules {
  /// In no particular order: findings are sorted by place.
  public static final List<Rule> ALL =
      List.of(
          // Data that are not there.
          new AbsentPath(),
          new ItemPath(),
          new DoubtfulPath(),
          new MissingFromExample(),
          new WrongType(),
          // Ways.
          new ChoiceNeverMatches(),
          new ChoiceFallsThrough(),
          new UnreachedState(),
          new EndlessLoop(),
          new ErrorLoop(),
          // Errors.
          new BlindCatch(),
          new UnraisableError(),
          new ShadowedHandler(),
          new MissingCatch(),
          new FailureEndsWell(),
          new FailWithoutCause(),
          new ItemAbortsSiblings(),
          new RetryWithoutJitter(),
          // Time.
          new TokenNotPassed(),
          new MissingTimeout(),
          new TimeoutBudget(),
          new ExpressLimits(),
          // Size.
          new EventForecast(),
          new PayloadForecast(),
          new InlineConcurrency(),
          new UnenforcedLimit(),
          // Form.
          new DynamicField(),
          new TemplateLiteral(),
          new DeprecatedForm());

  private Rules() {}
}
