package io.millrace.asl.parse;

import io.millrace.asl.model.QueryLanguage;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What ItemReader, ItemBatcher, ResultWriter and Label of a Map may say. AWS developer guide, the
/// pages "ItemReader (Map)", "ItemBatcher (Map)", "ResultWriter (Map)" and "Using Map state in
/// Distributed mode". Numbers are checked where they are read.
final class DistributedRules {
  private static final int LABEL_MAX = 40;

  /// What the guide excludes from a label: white space, wildcards, brackets, special and control
  /// characters.
  private static final Pattern NOT_IN_LABEL =
      Pattern.compile("[\\s?*<>{}\\[\\]:;,\\\\|^~$#%&`\"\\x00-\\x1f\\x7f-\\x9f]");

  private static final List<String> READERS =
      List.of("arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2");
  private static final String WRITER = "arn:aws:states:::s3:putObject";

  private DistributedRules() {}

  static void label(Fields map, String label) {
    if (label.isEmpty()) {
      map.findings().report(Rule.INVALID_LABEL, map.span("Label"), "Label cannot be empty");
    } else if (label.codePointCount(0, label.length()) > LABEL_MAX) {
      map.findings()
          .report(
              Rule.INVALID_LABEL,
              map.span("Label"),
              "Label name '" + label + "' exceeds the 40-character limit allowed by the service");
    } else if (NOT_IN_LABEL.matcher(label).find()) {
      map.findings()
          .report(
              Rule.INVALID_LABEL,
              map.span("Label"),
              "Label name '" + label + "' contains invalid characters",
              "The label becomes part of ARNs: letters, digits, '-', '_' and '.' are safe.");
    }
  }

  static void check(Fields map, QueryLanguage language) {
    boolean jsonPath = language == QueryLanguage.JSONPATH;
    String parameters = jsonPath ? "Parameters" : "Arguments";
    Fields reader = map.object("ItemReader");
    if (reader != null) {
      reader(reader, parameters, language);
    }
    Fields batcher = map.object("ItemBatcher");
    if (batcher != null) {
      takeAll(batcher, "MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput");
      if (jsonPath) {
        takeAll(batcher, "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath");
      }
      LanguageRules.rejectUnknown(batcher, language);
    }
    Fields writer = map.object("ResultWriter");
    if (writer != null) {
      writer(writer, parameters, language);
    }
  }

  private static void reader(Fields reader, String parameters, QueryLanguage language) {
    reader.require("Resource");
    resource(reader, READERS);
    takeAll(reader, parameters);
    Fields config = reader.object("ReaderConfig");
    if (config != null) {
      config(config, language);
      LanguageRules.rejectUnknown(config, language);
    }
    LanguageRules.rejectUnknown(reader, language);
  }

  private static void config(Fields config, QueryLanguage language) {
    config.oneOf("InputType", "CSV", "JSON", "JSONL", "PARQUET", "MANIFEST");
    config.oneOf("ManifestType", "S3_INVENTORY", "ATHENA_DATA");
    config.oneOf("Transformation", "NONE", "LOAD_AND_FLATTEN");
    config.oneOf("CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB");
    String location = config.oneOf("CSVHeaderLocation", "FIRST_ROW", "GIVEN");
    config.texts("CSVHeaders");
    if ("GIVEN".equals(location)) {
      config.require("CSVHeaders");
    }
    takeAll(config, "ItemsPointer", "MaxItems");
    if (language == QueryLanguage.JSONPATH) {
      config.atMostOne("MaxItems", "MaxItemsPath");
      takeAll(config, "ItemsPointerPath");
    }
  }

  private static void writer(Fields writer, String parameters, QueryLanguage language) {
    resource(writer, List.of(WRITER));
    takeAll(writer, parameters);
    if (!writer.has("Resource") && !writer.has("WriterConfig")) {
      writer.require("Resource");
    }
    Fields config = writer.object("WriterConfig");
    if (config != null) {
      config.oneOf("Transformation", "NONE", "COMPACT", "FLATTEN");
      config.oneOf("OutputType", "JSON", "JSONL");
      config.rejectUnknown();
    }
    LanguageRules.rejectUnknown(writer, language);
  }

  /// Upper and lower case count as the same, as when it runs; partitions are not looked at.
  private static void resource(Fields fields, List<String> offered) {
    String arn = fields.text("Resource");
    if (arn == null || offered.stream().anyMatch(each -> ending(each).equals(ending(arn)))) {
      return;
    }
    fields
        .findings()
        .report(
            Rule.UNKNOWN_RESOURCE,
            fields.span("Resource"),
            "The resource provided " + arn + " is not recognized",
            near(fields, arn, offered));
  }

  private static String near(Fields fields, String arn, List<String> offered) {
    String near = fields.findings().hint(arn, offered);
    return near != null ? near : "Use " + String.join(" or ", offered) + ".";
  }

  private static String ending(String arn) {
    String[] parts = arn.split(":", 3);
    return parts.length == 3 && parts[0].equals("arn") ? parts[2].toLowerCase(Locale.ROOT) : arn;
  }

  private static void takeAll(Fields fields, String... names) {
    for (String name : names) {
      fields.take(name);
    }
  }
}
