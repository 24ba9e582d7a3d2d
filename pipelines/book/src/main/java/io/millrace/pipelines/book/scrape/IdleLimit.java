package io.millrace.pipelines.book.scrape;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends a body that stops coming: a read that brings nothing for so long closes the stream and
/// throws. The JDK's own timeout of a request ends when the answer's headers are there. Used by one
/// thread.
final class IdleLimit extends FilterInputStream {
  private static final ScheduledThreadPoolExecutor ALARMS = alarms();

  private final Duration limit;
  private volatile boolean stalled;

  IdleLimit(InputStream in, Duration limit) {
    super(in);
    this.limit = limit;
  }

  private static ScheduledThreadPoolExecutor alarms() {
    var alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("source-idle-limit").factory());
    alarms.setRemoveOnCancelPolicy(true);
    return alarms;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    var alarm = ALARMS.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var count = in.read(bytes, offset, length);
      if (!stalled) {
        return count;
      }
    } catch (IOException e) {
      if (!stalled) {
        throw e;
      }
    } finally {
      alarm.cancel(false);
    }
    throw new IOException("nothing came for " + limit.toSeconds() + " s");
  }

  private void giveUp() {
    stalled = true;
    try {
      in.close(); // wakes the reader
    } catch (IOException e) {
      // The reader says what happened.
    }
  }
}
