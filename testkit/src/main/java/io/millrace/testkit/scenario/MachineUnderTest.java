package io.millrace.testkit.scenario;

import io.millrace.asl.Asl;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.EngineLimits;
import java.time.Instant;
import java.util.Map;

/// A definition with tasks that do what a test says. One test, one thread.
///
/// ```java
/// machine.when("Narrate").throwsError("Voice.Throttled").then().returns(Map.of("key", "ch1.mp3"));
/// Run run = machine.start("{}");
/// assertThat(run).succeeded().state("Narrate").hasAttempts(2);
/// ```
public final class MachineUnderTest {
  /// When executions start unless told otherwise.
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final StateMachineDefinition definition;
  private final Script script = new Script();
  private Instant start = T0;
  private EngineLimits limits = EngineLimits.AWS;
  private boolean crashing;

  private MachineUnderTest(StateMachineDefinition definition) {
    this.definition = definition;
  }

  /// A machine of this definition, JSON.
  ///
  /// @throws io.millrace.asl.InvalidDefinitionException with all findings when AWS would refuse it
  public static MachineUnderTest of(String definition) {
    return new MachineUnderTest(Asl.parse(definition).orThrow());
  }

  /// What the tasks named so do. A name is that of a state; of a Lambda function (its name, or its
  /// ARN); or of a resource (`lambda:invoke`, `sqs:sendMessage.waitForTaskToken`, an ARN, an
  /// activity's name). A state's name counts more than a function's, and that more than a
  /// resource's. Said again for the same name, the answers follow those said before.
  public When when(String name) {
    return script.when(name);
  }

  /// Executions start at this moment.
  public MachineUnderTest startingAt(Instant moment) {
    start = moment;
    return this;
  }

  /// Other limits than AWS's on events and payloads.
  public MachineUnderTest withLimits(EngineLimits other) {
    limits = other;
    return this;
  }

  /// From now on the process dies after each decision, and the execution is read back from its
  /// journal. A test that passes without must pass with it.
  public MachineUnderTest crashAfterEveryDecision() {
    crashing = true;
    return this;
  }

  /// Starts an execution, and lets time pass until it has ended, or until only the test can move it
  /// (see [When#waitsForTest()]).
  ///
  /// @param input JSON text, or anything that Jackson can write as JSON
  public Run start(Object input) {
    Run run = new Run(definition, script, limits, start, crashing);
    run.begin(Texts.payload(input));
    return run;
  }

  /// Starts an execution with the input `{}`.
  public Run start() {
    return start(Map.of());
  }
}
