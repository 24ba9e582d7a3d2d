/// What the linter looks for: one class a rule. Each judges what is known about a definition and
/// reports in one sentence, with reasons and a hint.
///
/// Rules know nothing of each other. Read [io.millrace.asl.lint.rule.Rules] first, the list of
/// them.
@NullMarked
package io.millrace.asl.lint.rule;

import org.jspecify.annotations.NullMarked;
