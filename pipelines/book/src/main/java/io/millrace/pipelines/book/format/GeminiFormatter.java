package io.millrace.pipelines.book.format;

import io.millrace.pipelines.book.format.reading.Typography;
import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.provider.TextPieces;
import io.millrace.pipelines.book.text.TextBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has Gemini format a chapter, piece by piece at paragraph borders. A piece that Gemini withholds,
/// cannot finish or does not give back word for word is formatted offline and noted: the book is
/// never rewritten. The announcement is always made offline. Thread-safe.
public final class GeminiFormatter implements ChapterFormatter {

  public static final String ID = "gemini";

  /// Raise it when this class asks for something else for the same input, so that chapters are made
  /// anew.
  public static final String GENERATION = "1";

  /// A piece that is cut short is halved at most this often: a sixteenth that is still too long
  /// means that the model is at fault, not the length.
  private static final int MOST_HALVINGS = 4;

  /// A paragraph shorter than this fits any model's answer.
  private static final int SHORTEST_HALVED = 400;

  private final GeminiSettings settings;
  private final GeminiModel gemini;
  private final OfflineFormatter offline = new OfflineFormatter();

  public GeminiFormatter(GeminiSettings settings) {
    this.settings = settings;
    this.gemini = new GeminiModel(settings);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public FormattedText format(FormatRequest request) {
    return new Chapter(request).format();
  }

  private String model(FormatRequest request) {
    var model = request.options().getOrDefault("model", settings.model());
    if (model == null || model.isBlank()) {
      throw new ProviderNotConfiguredException(
          ID,
          "Gemini needs the name of a model: set MILLRACE_GEMINI_MODEL, or the option 'model'. The"
              + " models in service are listed at https://ai.google.dev/gemini-api/docs/models.");
    }
    return model;
  }

  /// The work on one chapter. Used by one thread.
  private final class Chapter {

    private final FormatRequest request;
    private final String model;
    private final List<String> notes = new ArrayList<>();
    private int chunks;
    private int fallbacks;

    Chapter(FormatRequest request) {
      this.request = request;
      this.model = model(request);
    }

    FormattedText format() {
      var text = new StringBuilder(offline.announcement(request));
      boolean longPause = true;
      for (var piece :
          Piece.of(request.chapter().blocks(), settings.pieceCharacters(), language())) {
        var formatted = format(piece.blocks(), 0).strip();
        if (!formatted.isEmpty()) {
          if (!text.isEmpty()) {
            text.append(longPause || piece.afterLongPause() ? FormattedText.LONG_PAUSE : "\n\n");
          }
          text.append(formatted);
          longPause = false;
        }
      }
      return new FormattedText(text.append('\n').toString(), notes, chunks, fallbacks);
    }

    private Locale language() {
      return request.language();
    }

    private String format(List<TextBlock> piece, int halvings) {
      var printed = printed(piece);
      if (Typography.isOnlySigns(printed)) {
        return "";
      }
      return switch (gemini.format(printed, model, language())) {
        case GeminiAnswer.Text(var answer) -> checked(piece, printed, answer);
        case GeminiAnswer.Truncated _ -> halved(piece, halvings);
        case GeminiAnswer.Declined(var reason) -> fallback(piece, "Gemini withheld it: " + reason);
      };
    }

    private String checked(List<TextBlock> piece, String printed, String answer) {
      var rules = offline.body(piece, language());
      if (!WordGuard.isSamePassage(printed, rules, answer)) {
        return fallback(piece, "Gemini changed its words");
      }
      chunks++;
      return answer.strip().replaceAll("\\n\\s*\\n\\s*", "\n\n");
    }

    private String halved(List<TextBlock> piece, int halvings) {
      boolean oneParagraph = piece.size() == 1;
      boolean tooShort = oneParagraph && piece.getFirst().text().length() < SHORTEST_HALVED;
      var halves = tooShort ? List.of(piece) : Piece.halves(piece, language());
      if (halves.size() < 2 || halvings >= MOST_HALVINGS) {
        return fallback(piece, "Gemini's answer was cut short");
      }
      return halves.stream()
          .map(half -> format(half, halvings + 1))
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(oneParagraph ? " " : "\n\n"));
    }

    private String fallback(List<TextBlock> piece, String why) {
      chunks++;
      fallbacks++;
      var first = printed(piece);
      notes.add(
          "Formatted offline, because %s: \"%s…\""
              .formatted(why, first.substring(0, Math.min(60, first.length())).replace('\n', ' ')));
      return offline.body(piece, language());
    }

    private String printed(List<TextBlock> piece) {
      return piece.stream()
          .map(block -> Typography.normalise(block.text()))
          .collect(Collectors.joining("\n\n"));
    }
  }

  /// Blocks that are sent together.
  private record Piece(List<TextBlock> blocks, boolean afterLongPause) {

    /// Scene breaks part pieces, and so does the limit; a longer block is cut between sentences.
    static List<Piece> of(List<TextBlock> blocks, int limit, Locale language) {
      var pieces = new ArrayList<Piece>();
      var piece = new ArrayList<TextBlock>();
      int length = 0;
      boolean longPause = false;
      for (var block : cut(blocks, limit, language)) {
        boolean pause = block.kind() == TextBlock.Kind.SCENE_BREAK || isRowOfSigns(block);
        if (!piece.isEmpty() && (pause || length + block.text().length() > limit)) {
          pieces.add(new Piece(List.copyOf(piece), longPause));
          piece.clear();
          length = 0;
          longPause = false;
        }
        if (pause) {
          longPause = true;
        } else {
          piece.add(block);
          length += block.text().length() + 2;
        }
      }
      if (!piece.isEmpty()) {
        pieces.add(new Piece(List.copyOf(piece), longPause));
      }
      return pieces;
    }

    static List<List<TextBlock>> halves(List<TextBlock> piece, Locale language) {
      if (piece.size() > 1) {
        int middle = piece.size() / 2;
        return List.of(piece.subList(0, middle), piece.subList(middle, piece.size()));
      }
      var block = piece.getFirst();
      return TextPieces.halves(block.text(), language).stream()
          .map(text -> List.of(new TextBlock(block.kind(), text)))
          .toList();
    }

    private static List<TextBlock> cut(List<TextBlock> blocks, int limit, Locale language) {
      return blocks.stream()
          .flatMap(
              block ->
                  block.text().length() <= limit
                      ? Stream.of(block)
                      : TextPieces.of(block.text(), limit, language).stream()
                          .map(text -> new TextBlock(block.kind(), text)))
          .toList();
    }

    private static boolean isRowOfSigns(TextBlock block) {
      return !block.text().isBlank() && Typography.isOnlySigns(block.text());
    }
  }
}
