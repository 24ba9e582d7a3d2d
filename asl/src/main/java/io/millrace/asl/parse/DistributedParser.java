package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.model.ItemBatcher;
import io.millrace.asl.model.ItemReader;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.ResultWriter;
import io.millrace.asl.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what only a distributed Map has: ItemReader, ItemBatcher, ResultWriter. What is wrong with
/// their words is [DistributedRules]' to say; expressions and numbers are checked here.
final class DistributedParser {
  /// Developer guide, "ItemReader (Map)".
  private static final int MAX_ITEMS_MOST = 100_000_000;

  /// Developer guide, "ItemBatcher (Map)": 256 KiB.
  private static final int BATCH_BYTES_MOST = 262_144;

  private final Fields map;
  private final QueryLanguage language;

  DistributedParser(Fields map, QueryLanguage language) {
    this.map = map;
    this.language = language;
  }

  State.Distributed distributed(@Nullable String label) {
    return new State.Distributed(label, reader(), batcher(), writer());
  }

  private ExpressionParser expressions(Fields fields, String prefix) {
    return new ExpressionParser(fields, language, prefix + "/");
  }

  private @Nullable Expression parameters(Fields fields, String prefix) {
    return language == QueryLanguage.JSONATA
        ? expressions(fields, prefix).jsonata("Arguments", Expected.ANY)
        : expressions(fields, prefix).template("Parameters");
  }

  private @Nullable ItemReader reader() {
    Fields fields = object(map, "ItemReader");
    if (fields == null) {
      return null;
    }
    String resource = text(fields, "Resource");
    boolean lists =
        resource != null && resource.toLowerCase(Locale.ROOT).endsWith(":s3:listobjectsv2");
    ItemReader.Source source =
        lists ? ItemReader.Source.LIST_OBJECTS : ItemReader.Source.GET_OBJECT;
    Expression parameters = parameters(fields, "ItemReader");
    Fields config = object(fields, "ReaderConfig");
    if (config == null) {
      return new ItemReader(
          source,
          parameters,
          null,
          ItemReader.CsvDelimiter.COMMA,
          ItemReader.CsvHeader.FIRST_ROW,
          List.of(),
          null,
          false,
          null,
          null);
    }
    String prefix = "ItemReader/ReaderConfig";
    return new ItemReader(
        source,
        parameters,
        constant(config, "InputType", ItemReader.InputType.class),
        or(
            constant(config, "CSVDelimiter", ItemReader.CsvDelimiter.class),
            ItemReader.CsvDelimiter.COMMA),
        or(
            constant(config, "CSVHeaderLocation", ItemReader.CsvHeader.class),
            ItemReader.CsvHeader.FIRST_ROW),
        headers(config),
        constant(config, "ManifestType", ItemReader.ManifestType.class),
        "LOAD_AND_FLATTEN".equals(text(config, "Transformation")),
        maxItems(config, prefix),
        itemsPointer(config, prefix));
  }

  private @Nullable Expression maxItems(Fields config, String prefix) {
    boolean isSaidTwice = config.has("MaxItems") && config.has("MaxItemsPath"); // and reported
    return isSaidTwice
        ? null
        : expressions(config, prefix).number("MaxItems", 0, MAX_ITEMS_MOST, NumberRule.MAX_ITEMS);
  }

  private @Nullable Expression itemsPointer(Fields config, String prefix) {
    if (language == QueryLanguage.JSONATA) {
      return expressions(config, prefix).jsonata("ItemsPointer", Expected.STRING);
    }
    String path = text(config, "ItemsPointerPath");
    if (path != null) {
      return new Compiler(config).path("ItemsPointerPath", path);
    }
    String text = text(config, "ItemsPointer");
    return text == null ? null : new Constant(TextNode.valueOf(text));
  }

  private @Nullable ItemBatcher batcher() {
    Fields fields = object(map, "ItemBatcher");
    if (fields == null) {
      return null;
    }
    ExpressionParser expressions = expressions(fields, "ItemBatcher");
    return new ItemBatcher(
        expressions.number("MaxItemsPerBatch", 1, Integer.MAX_VALUE, NumberRule.POSITIVE),
        expressions.number("MaxInputBytesPerBatch", 1, BATCH_BYTES_MOST, NumberRule.POSITIVE),
        language == QueryLanguage.JSONATA
            ? expressions.jsonata("BatchInput", Expected.ANY)
            : expressions.template("BatchInput"));
  }

  private @Nullable ResultWriter writer() {
    Fields fields = object(map, "ResultWriter");
    if (fields == null) {
      return null;
    }
    Expression parameters = parameters(fields, "ResultWriter");
    Fields config = object(fields, "WriterConfig");
    return config == null
        ? new ResultWriter(parameters, null, ResultWriter.OutputType.JSON)
        : new ResultWriter(
            parameters,
            constant(config, "Transformation", ResultWriter.Transformation.class),
            or(
                constant(config, "OutputType", ResultWriter.OutputType.class),
                ResultWriter.OutputType.JSON));
  }

  // What has the wrong type is reported once, by DistributedRules, and here as good as absent.

  private static @Nullable Fields object(Fields fields, String name) {
    return fields.take(name) instanceof ObjectNode ? fields.object(name) : null;
  }

  private static @Nullable String text(Fields fields, String name) {
    JsonNode node = fields.take(name);
    return node == null ? null : node.textValue();
  }

  private static List<String> headers(Fields config) {
    List<String> headers = new ArrayList<>();
    JsonNode node = config.take("CSVHeaders");
    if (node != null) {
      node.forEach(header -> headers.add(header.asText()));
    }
    return headers;
  }

  /// One of a few words.
  private static <E extends Enum<E>> @Nullable E constant(
      Fields fields, String name, Class<E> type) {
    String text = text(fields, name);
    if (text != null) {
      for (E one : type.getEnumConstants()) {
        if (one.name().equals(text)) {
          return one;
        }
      }
    }
    return null;
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
