package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionInvoker;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GateTest {
  private final List<String> invoked = new CopyOnWriteArrayList<>();
  private final FunctionInvoker functions =
      call -> {
        invoked.add(call.idempotencyKey());
        return FunctionAnswer.inProcess(200, "$LATEST", null, "{}", null, call.idempotencyKey());
      };
  private final Gate gate = new Gate(functions, _ -> false);

  @Test
  void onlyTheExecutionThatWasAskedForIsWorkedOn() throws Exception {
    UUID mine = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    gate.openFor(mine);
    var interrupted = new CountDownLatch(1);
    Thread stranger = Thread.ofVirtual().start(() -> invoke(other + ":5", interrupted));

    gate.invoke(call(mine + ":5"));
    stranger.interrupt();
    interrupted.await();

    assertThat(invoked).containsExactly(mine + ":5");
  }

  @Test
  void aServerWorksOnAllExecutions() throws Exception {
    gate.open();
    gate.invoke(call(UUID.randomUUID() + ":5"));
    gate.invoke(call(UUID.randomUUID() + ":5"));

    assertThat(invoked).hasSize(2);
  }

  private void invoke(String key, CountDownLatch interrupted) {
    try {
      gate.invoke(call(key));
    } catch (InterruptedException _) {
      interrupted.countDown();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static FunctionCall call(String key) {
    return new FunctionCall("f", null, "{}", FunctionCall.Type.REQUEST_RESPONSE, null, false, key);
  }
}
