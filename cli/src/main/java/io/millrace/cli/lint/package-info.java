/// `mill lint`: what is wrong or doubtful about definitions, for people and for programs.
///
/// It only gathers and prints; what there is to find is the language's business. Read
/// [io.millrace.cli.lint.LintCommand] first.
@NullMarked
package io.millrace.cli.lint;

import org.jspecify.annotations.NullMarked;
