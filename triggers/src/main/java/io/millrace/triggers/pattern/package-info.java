/// EventBridge's event patterns: does this JSON event match?
///
/// It knows neither where events come from nor where they go; pipes' filters and the rules for
/// status changes share it. Read [io.millrace.triggers.pattern.EventPattern].
@NullMarked
package io.millrace.triggers.pattern;

import org.jspecify.annotations.NullMarked;
