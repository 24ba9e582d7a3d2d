/// State machines as they are created, changed and found: everything but their executions.
///
/// It knows no SQL; the module postgres implements [io.millrace.runtime.machine.StateMachineStore].
/// Read [io.millrace.runtime.machine.StateMachines] first.
@NullMarked
package io.millrace.runtime.machine;

import org.jspecify.annotations.NullMarked;
