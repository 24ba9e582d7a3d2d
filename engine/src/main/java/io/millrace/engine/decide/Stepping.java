package io.millrace.engine.decide;

import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.State;
import io.millrace.asl.model.Transition;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Failing;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;

/// Moves one frame from phase to phase until it waits, ends or breaks.
final class Stepping {
  /// More than any decision can need: every second move or so writes an event, and those are
  /// bounded.
  private static final int MOVES_MAX = 1_000_000;

  private Stepping() {}

  /// Steps the frame as far as it goes.
  ///
  /// @return false when the decision is large enough: the frame stands where a restart can take it
  ///   up, and should be stepped again
  static boolean step(Run run, Frame frame) {
    boolean moving = true;
    int moves = 0;
    while (moving && run.x.status() == ExecutionStatus.RUNNING) {
      if (run.isLarge() && isRestartable(frame.phase())) {
        return false;
      }
      if (++moves > MOVES_MAX) {
        throw new IllegalStateException(
            "state "
                + frame.state().name()
                + " of "
                + run.x.header().arn()
                + " never comes to rest");
      }
      moving = once(run, frame);
    }
    return true;
  }

  private static boolean isRestartable(Phase phase) {
    return phase instanceof Phase.Entered || phase instanceof Phase.Unstarted;
  }

  /// One move; false when the frame waits or is over.
  private static boolean once(Run run, Frame frame) {
    return switch (frame.phase()) {
      case Phase.Unstarted _ -> begin(run, frame);
      case Phase.Entered _ -> work(run, frame);
      case Phase.Attempt attempt -> Tasks.overdue(run, frame, attempt);
      case Phase.Failed failed -> Recovery.decide(run, frame, failed);
      case Phase.Running running -> Containers.step(run, frame, running.children());
      case Phase.Worked worked -> {
        guarded(run, frame, () -> Outputs.leave(run, frame, worked.result()));
        yield true;
      }
      case Phase.MapRunOver _ -> guarded(run, frame, () -> MapRuns.redrive(run, frame));
      case Phase.MapRun _, Phase.Exited _, Phase.Ended _, Phase.Broken _ -> false;
    };
  }

  private static boolean begin(Run run, Frame frame) {
    if (frame.parent() == null) {
      enter(run, frame, frame.graph().start(), frame.input());
      return true;
    }
    return Containers.beginChild(run, frame);
  }

  private static boolean work(Run run, Frame frame) {
    return guarded(
        run,
        frame,
        switch (frame.state()) {
          case State.Pass pass -> () -> Simple.pass(run, frame, pass);
          case State.Choice choice -> () -> Simple.choice(run, frame, choice);
          case State.Succeed _ -> () -> Simple.succeed(run, frame);
          case State.Wait wait -> () -> Waits.begin(run, frame, wait);
          case State.Task task -> () -> Tasks.schedule(run, frame, task);
          case State.Parallel _ -> () -> Containers.beginParallel(run, frame);
          case State.Map map -> () -> Containers.beginMap(run, frame, map);
          // It failed when it was entered: the execution was redriven.
          case State.Fail fail -> () -> enter(run, frame, fail, frame.input());
        });
  }

  /// Does something that evaluates expressions; a failed one becomes the state's failure.
  static boolean guarded(Run run, Frame frame, Runnable work) {
    int before = frame.moves();
    try {
      work.run();
    } catch (ExpressionFailure failure) {
      failExpression(run, frame, failure);
    }
    return frame.moves() != before;
  }

  /// A failed expression becomes the state's failure.
  static void failExpression(Run run, Frame frame, ExpressionFailure failure) {
    String cause = Failing.cause(frame, failure);
    if (!Failing.isTold(frame, failure)) {
      run.x.fail(frame, Phase.Failed.unrecorded(failure.error(), cause, frame.touchedMillis()));
      return;
    }
    // Recorded: EvaluationFailed follows what the state's Entered event follows, but a Wait's
    // follows that event
    // itself (FACTS H2; scenarios/test_wait_timestamp_jsonata).
    boolean atEntry =
        frame.cursor() == frame.enteredEventId() && !(frame.state() instanceof State.Wait);
    run.emit(
        frame,
        atEntry ? frame.beforeEnteredEventId() : frame.cursor(),
        run.nowMillis,
        EventType.EvaluationFailed,
        new EventDetails.EvaluationFailed(
            failure.error(), cause, failure.location(), frame.state().name()));
    if (frame.state() instanceof State.Map && !Recovery.canRetry(run, frame)) {
      Containers.failState(run, frame);
    }
  }

  /// Enters a state.
  static void enter(Run run, Frame frame, State state, Payload input) {
    run.emit(
        frame,
        switch (state) {
          case State.Pass _ -> EventType.PassStateEntered;
          case State.Task _ -> EventType.TaskStateEntered;
          case State.Choice _ -> EventType.ChoiceStateEntered;
          case State.Wait _ -> EventType.WaitStateEntered;
          case State.Succeed _ -> EventType.SucceedStateEntered;
          case State.Fail _ -> EventType.FailStateEntered;
          case State.Parallel _ -> EventType.ParallelStateEntered;
          case State.Map _ -> EventType.MapStateEntered;
        },
        new EventDetails.StateEntered(state.name(), input));
  }

  /// After the Exited event: on to the next state, or the end of the graph.
  static void follow(Run run, Frame frame, Transition then) {
    switch (then) {
      case Transition.Next next ->
          enter(run, frame, frame.graph().state(next.target()), frame.output());
      case Transition.End _ -> ended(run, frame);
    }
  }

  private static void ended(Run run, Frame frame) {
    if (frame.parent() == null) {
      run.end(
          EventType.ExecutionSucceeded, frame.cursor(), new EventDetails.Output(frame.output()));
    } else {
      Containers.childEnded(run, frame, frame.parent());
    }
  }
}
