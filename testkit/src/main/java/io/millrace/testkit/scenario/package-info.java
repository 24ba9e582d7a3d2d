/// Tests of one's own state machines: a definition, tasks that do what the test says, time that
/// passes at once, and assertions about what happened.
///
/// It drives the engine's decisions directly, with neither threads nor a server, and knows nothing
/// of what tasks do in earnest. Read [io.millrace.testkit.scenario.MachineUnderTest] first;
/// docs/testing.md is the guide.
@NullMarked
package io.millrace.testkit.scenario;

import org.jspecify.annotations.NullMarked;
