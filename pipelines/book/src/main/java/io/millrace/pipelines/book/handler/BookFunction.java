package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The eight functions: their names, the tokens of the definitions that stand for their ARNs, and
/// their handlers. The Lambda host of one machine and the deployment to AWS both read this list.
public enum BookFunction {
  SCRAPER("book-scraper", "ScraperLambdaArn", ScraperHandler.class),
  UPSERT_BOOK("book-upsert", "UpsertBookLambdaArn", UpsertBookHandler.class),
  PARSE("book-parse", "ParseLambdaArn", ParseHandler.class),
  FORMAT_CHAPTER("book-format-chapter", "FormatChapterLambdaArn", FormatChapterHandler.class),
  GENERATE_AUDIO("book-generate-audio", "TTSChapterLambdaArn", GenerateAudioHandler.class),
  UPDATE_CHAPTER_STATUS(
      "book-update-chapter-status",
      "UpdateChapterStatusLambdaArn",
      UpdateChapterStatusHandler.class),
  ASSEMBLE("book-assemble", "AssembleLambdaArn", AssembleHandler.class),
  FINALIZE_BOOK("book-finalize", "FinalizeBookLambdaArn", FinalizeBookHandler.class);

  private final String functionName;
  private final String token;
  private final Class<? extends RequestHandler<Map<String, Object>, Map<String, Object>>> type;

  BookFunction(
      String functionName,
      String token,
      Class<? extends RequestHandler<Map<String, Object>, Map<String, Object>>> type) {
    this.functionName = functionName;
    this.token = token;
    this.type = type;
  }

  /// The function's name, as in `arn:aws:lambda:…:function:NAME`.
  public String functionName() {
    return functionName;
  }

  /// The `${…}` token in the definitions, without the braces.
  public String token() {
    return token;
  }

  /// The class Lambda is configured with; its no-argument constructor reads the environment.
  public Class<? extends RequestHandler<Map<String, Object>, Map<String, Object>>> handlerClass() {
    return type;
  }

  /// As the definitions' TimeoutSeconds for the function's tasks.
  public Duration timeout() {
    return switch (this) {
      case UPSERT_BOOK, UPDATE_CHAPTER_STATUS, FINALIZE_BOOK -> Duration.ofMinutes(1);
      case SCRAPER, PARSE, FORMAT_CHAPTER, GENERATE_AUDIO, ASSEMBLE -> Duration.ofMinutes(15);
    };
  }

  /// A handler for a process that wires the services itself.
  public RequestHandler<Map<String, Object>, Map<String, Object>> handler(BookServices services) {
    return switch (this) {
      case SCRAPER -> new ScraperHandler(services);
      case UPSERT_BOOK -> new UpsertBookHandler(services);
      case PARSE -> new ParseHandler(services);
      case FORMAT_CHAPTER -> new FormatChapterHandler(services);
      case GENERATE_AUDIO -> new GenerateAudioHandler(services);
      case UPDATE_CHAPTER_STATUS -> new UpdateChapterStatusHandler(services);
      case ASSEMBLE -> new AssembleHandler(services);
      case FINALIZE_BOOK -> new FinalizeBookHandler(services);
    };
  }

  /// What [io.millrace.pipelines.book.Definitions#load] wants: each token with the ARN that
  /// `arnOfName` gives.
  public static Map<String, String> substitutions(UnaryOperator<String> arnOfName) {
    return Arrays.stream(values())
        .collect(
            Collectors.toUnmodifiableMap(
                BookFunction::token, function -> arnOfName.apply(function.functionName)));
  }
}
