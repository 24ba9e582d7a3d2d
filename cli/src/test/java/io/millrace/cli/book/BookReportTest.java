package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Json;
import io.millrace.cli.book.ExecutionWatch.Ending;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BookReportTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
  private final BookReport report = new BookReport(out, out, "./mill book", Path.of("book.log"));

  @Test
  void aKnownPriceIsSaid() throws Exception {
    assertThat(estimate("{\"provider\":\"elevenlabs\",\"amount\":1.25,\"currency\":\"USD\"}"))
        .contains("5 characters in 1 chapters; with elevenlabs that is 1.25 USD.");
  }

  @Test
  void anUnknownPriceIsSaidToBeSoWithWhatToDo() throws Exception {
    assertThat(
            estimate("{\"provider\":\"gemini\",\"note\":\"No price is known; set BOOK_PRICES.\"}"))
        .contains("with gemini the price is not known. No price is known; set BOOK_PRICES.")
        .doesNotContain("that is");
  }

  @Test
  void everyEndingButSuccessSaysWhatHappenedAndWhatToDo() {
    assertThat(FailureText.of(new Ending.TimedOut())).contains("time limit", "same command");
    assertThat(FailureText.of(new Ending.Stopped(null, null))).contains("stopped", "same command");
    assertThat(FailureText.of(new Ending.Stopped("X", "enough"))).contains("(X: enough)");
    assertThat(FailureText.of(new Ending.Failed(null, null))).contains("without an error", "log");
    assertThat(FailureText.of(new Ending.Failed("X", "{\"errorMessage\":\"No such file.\"}")))
        .isEqualTo("No such file.");
  }

  private String estimate(String price) throws Exception {
    report.estimate(
        Json.parse(
            """
            {"title":"Emma","characters":5,"price":%s,
             "chapters":[{"chapterId":"ch_001","characters":5,"title":"One"}]}\
            """
                .formatted(price)));
    return said.toString(StandardCharsets.UTF_8);
  }
}
