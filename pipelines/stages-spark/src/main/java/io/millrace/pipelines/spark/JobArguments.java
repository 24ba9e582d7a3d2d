package io.millrace.pipelines.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a chain gives a Spark stage: `--execution-id`, `--input-bucket`, `--input-key`,
/// `--output-bucket`, `--output-key` and the stage's own arguments, each a name and a value.
public record JobArguments(Map<String, String> values) {
  public JobArguments {
    values = Map.copyOf(values);
  }

  /// @throws IllegalArgumentException when names and values do not alternate
  public static JobArguments of(String... words) {
    var values = new LinkedHashMap<String, String>();
    for (var i = 0; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new IllegalArgumentException(
            "The job's arguments must be names with -- before them and a value behind each; '"
                + words[i]
                + "' is not, or has no value.");
      }
      values.put(words[i], words[i + 1]);
    }
    return new JobArguments(values);
  }

  /// @throws IllegalArgumentException when it is absent
  public String required(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The job needs the argument " + name + "; the chain's definition passes it.");
    }
    return value;
  }

  /// A whole number of at least 1.
  ///
  /// @throws IllegalArgumentException when it is another thing
  public int count(String name, int otherwise) {
    var text = values.getOrDefault(name, Integer.toString(otherwise));
    try {
      var number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as 0 is.
    }
    throw new IllegalArgumentException(
        "The job's argument " + name + " is '" + text + "'; it must be a whole number over 0.");
  }

  /// Folder of the stage before, with `/` at its end.
  public String input() {
    return folder("--input-bucket", "--input-key");
  }

  /// Folder of this stage, with `/` at its end.
  public String output() {
    return folder("--output-bucket", "--output-key");
  }

  private String folder(String bucket, String key) {
    var folder = "s3://" + required(bucket) + "/" + required(key);
    return folder.endsWith("/") ? folder : folder + "/";
  }
}
