/// Executions as pure functions: history, fold, decide.
@NullMarked
package io.millrace.engine;

import org.jspecify.annotations.NullMarked;
