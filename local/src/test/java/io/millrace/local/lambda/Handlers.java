package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Functions under test, as a user would write them.
public final class Handlers {
  private Handlers() {}

  public record Chapter(String title, int words, @Nullable List<String> notes) {}

  public static final class Book {
    private @Nullable String title;
    private @Nullable Instant published;

    public @Nullable String getTitle() {
      return title;
    }

    public void setTitle(String title) {
      this.title = title;
    }

    public @Nullable Instant getPublished() {
      return published;
    }

    public void setPublished(Instant published) {
      this.published = published;
    }
  }

  public static class Records implements RequestHandler<Chapter, Chapter> {
    @Override
    public Chapter handleRequest(Chapter chapter, Context context) {
      return new Chapter(
          chapter.title().toUpperCase(java.util.Locale.ROOT), chapter.words() + 1, null);
    }
  }

  public static class Beans implements RequestHandler<Book, Book> {
    @Override
    public Book handleRequest(Book book, Context context) {
      return book;
    }
  }

  public abstract static class Base<T> implements RequestHandler<T, String> {
    @Override
    public String handleRequest(T event, Context context) {
      return event.getClass().getSimpleName();
    }
  }

  /// The type of the event stands in the superclass.
  public static class Inherited extends Base<Chapter> {}

  public static class Lists implements RequestHandler<List<Chapter>, Map<String, Integer>> {
    @Override
    public Map<String, Integer> handleRequest(List<Chapter> chapters, Context context) {
      return Map.of("words", chapters.stream().mapToInt(Chapter::words).sum());
    }
  }

  public static class Integers implements RequestHandler<Integer, Integer> {
    @Override
    public Integer handleRequest(Integer number, Context context) {
      return number * 2;
    }
  }

  public static class Nothing implements RequestHandler<Map<String, Object>, Void> {
    @Override
    @SuppressWarnings("NullAway")
    public Void handleRequest(Map<String, Object> event, Context context) {
      return null;
    }
  }

  public static class Streams implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context)
        throws IOException {
      answer.write("<".getBytes(StandardCharsets.UTF_8));
      event.transferTo(answer);
      answer.write(">".getBytes(StandardCharsets.UTF_8));
    }
  }

  public static class Methods {
    public String greet(String name, Context context) {
      return "Hello " + name + " from " + context.getFunctionName();
    }

    public static int length(List<String> words) {
      return words.size();
    }

    public void copy(InputStream event, OutputStream answer) throws IOException {
      event.transferTo(answer);
    }
  }

  public static class Throwing implements RequestHandler<Map<String, String>, String> {
    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      throw new QuotaExceeded(event.get("message"));
    }
  }

  public static final class QuotaExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QuotaExceeded(@Nullable String message) {
      super(message, new IllegalStateException("the reason behind it"));
    }
  }

  public static class Memory implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String kind, Context context) {
      if (kind.equals("heap")) {
        throw new OutOfMemoryError("Java heap space");
      }
      return kind.equals("stack") ? handleRequest(kind, context) + "" : kind;
    }
  }

  public static class Unmakeable implements RequestHandler<String, String> {
    static final AtomicInteger ATTEMPTS = new AtomicInteger();

    public Unmakeable() {
      ATTEMPTS.incrementAndGet();
      throw new IllegalStateException("TABLE_NAME is not set");
    }

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  /// Signals that it has begun and waits to be let go, or to be interrupted.
  public static class Waiting implements RequestHandler<Object, String> {
    private final CountDownLatch begun;
    private final CountDownLatch end;

    public Waiting(CountDownLatch begun, CountDownLatch end) {
      this.begun = begun;
      this.end = end;
    }

    @Override
    public String handleRequest(Object event, Context context) {
      begun.countDown();
      try {
        end.await();
        return "done";
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
