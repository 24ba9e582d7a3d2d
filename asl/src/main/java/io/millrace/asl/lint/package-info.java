/// The linter: what will go wrong when a definition runs, found without running it.
///
/// It is pure and knows nothing of execution or of files. Read [io.millrace.asl.lint.Lint] first,
/// then [io.millrace.asl.lint.flow.Flow], which follows the data, and
/// [io.millrace.asl.lint.rule.Rules], the list of what is looked for.
@NullMarked
package io.millrace.asl.lint;

import org.jspecify.annotations.NullMarked;
