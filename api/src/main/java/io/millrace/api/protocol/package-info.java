/// AWS JSON 1.0: how a request names its operation, how its fields are checked, how errors are
/// told.
///
/// It knows no operation and nothing of state machines but the runtime's refusals. Read
/// [io.millrace.api.protocol.AwsJsonHandler] first.
@NullMarked
package io.millrace.api.protocol;

import org.jspecify.annotations.NullMarked;
