package io.millrace.pipelines.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.asl.Asl;
import io.millrace.pipelines.book.handler.BookFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void theLanguageFindsNothingToSay(String name) {
    var parsed = Asl.parse(load(name));

    assertThat(parsed.diagnostics()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void everyTaskHasATimeoutAndKnowsWhatToDoWithEveryError(String name) throws Exception {
    forEachState(
        load(name),
        (state, body) -> {
          if (body.path("Type").asText().equals("Task")) {
            assertThat(body.path("TimeoutSeconds").asInt()).as(state).isBetween(60, 900);
            assertThat(body.path("Retry")).as(state).isNotEmpty();
            if (!state.equals("EstimateBook")) {
              var last = body.path("Catch").path(body.path("Catch").size() - 1);
              assertThat(last.path("ErrorEquals").path(0).asText())
                  .as(state)
                  .isEqualTo("States.ALL");
            }
          }
          for (var retrier : body.path("Retry")) {
            if (retrier.path("MaxAttempts").asInt() > 1) {
              assertThat(retrier.path("JitterStrategy").asText()).as(state).isEqualTo("FULL");
              assertThat(retrier.path("MaxDelaySeconds").asInt()).as(state).isPositive();
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {Definitions.BOOK, Definitions.BLUEPRINT})
  void everyErrorOfOursThatIsNamedIsAClass(String name) throws Exception {
    var names = new ArrayList<String>();
    for (var error : JSON.readTree(load(name)).findValues("ErrorEquals")) {
      error.forEach(one -> names.add(one.asText()));
    }
    for (var error : JSON.readTree(load(name)).findValues("StringEquals")) {
      names.add(error.asText());
    }
    var ours = names.stream().filter(one -> one.startsWith("io.millrace.")).distinct().toList();

    assertThat(ours).hasSizeGreaterThan(5);
    for (var error : ours) {
      assertThat(Class.forName(error)).isAssignableTo(Throwable.class);
    }
  }

  @Test
  void theBlueprintKeepsItsStateNames() throws Exception {
    var names = new ArrayList<String>();
    forEachState(load(Definitions.BLUEPRINT), (state, _) -> names.add(state));

    assertThat(names)
        .contains(
            "UpsertBook_Queued",
            "ScrapeBook",
            "UpsertBook_Scraped",
            "ParseToChapters",
            "UpsertBook_Parsed",
            "FormatChaptersMap",
            "FormatChapter",
            "UpdateChapterFormattedSuccess",
            "UpdateChapterFormattedFailed",
            "TTSChapter",
            "UpdateChapterTTSSuccess",
            "UpdateChapterTTSFailed",
            "FailState",
            "FinalizeBook",
            "MarkBookFailed")
        .doesNotHaveDuplicates();
  }

  @Test
  void aTokenWithoutASubstitutionIsNamed() {
    assertThatThrownBy(() -> Definitions.load(Definitions.BOOK, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ScraperLambdaArn")
        .hasMessageContaining("AssembleLambdaArn");
  }

  @Test
  void aSubstitutionThatWouldBreakTheJsonIsRefused() {
    assertThatThrownBy(
            () ->
                Definitions.load(Definitions.BOOK, BookFunction.substitutions(name -> name + "\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot");
  }

  private static String load(String name) {
    var text =
        Definitions.load(
            name,
            BookFunction.substitutions(
                function -> "arn:aws:lambda:us-east-1:123456789012:function:" + function));
    assertThat(text).doesNotContain("${");
    return text;
  }

  private static void forEachState(String definition, BiConsumer<String, JsonNode> visitor)
      throws Exception {
    for (var states : nested(JSON.readTree(definition), new ArrayList<>())) {
      states.properties().forEach(state -> visitor.accept(state.getKey(), state.getValue()));
    }
  }

  private static List<JsonNode> nested(JsonNode machine, List<JsonNode> found) {
    found.add(machine.path("States"));
    for (var state : machine.path("States")) {
      if (state.has("ItemProcessor")) {
        nested(state.path("ItemProcessor"), found);
      }
    }
    return found;
  }
}
