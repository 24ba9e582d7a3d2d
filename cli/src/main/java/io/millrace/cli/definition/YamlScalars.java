package io.millrace.cli.definition;

import io.millrace.cli.definition.Value.Literal;
import io.millrace.cli.definition.Value.Place;
import io.millrace.cli.definition.Value.Text;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/// What a scalar of YAML 1.2 is, by the core schema: null, boolean, number or text. Numbers keep
/// their digits where JSON can write them.
final class YamlScalars {
  private static final ScalarResolver CORE = new CoreScalarResolver(true);
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  /// What YAML 1.1 (and so many tools) takes for something else than a text.
  private static final Pattern OLD_YAML =
      Pattern.compile(
          "(?i)y|n|yes|no|on|off|true|false|null|~|=|<<"
              + "|[-+]?[0-9][0-9_,:.eExXoObBa-fA-F+-]*|[-+]?\\.[0-9_]+.*|[-+]?\\.(inf|nan)"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private YamlScalars() {}

  static Value value(ScalarEvent scalar, Place place) throws UnreadableException {
    String text = scalar.getValue();
    YamlReader.checkTag(scalar.getTag(), place);
    Tag tag =
        scalar
            .getTag()
            .filter(named -> !named.equals("!"))
            .map(Tag::new)
            .orElseGet(() -> scalar.isPlain() ? CORE.resolve(text, true) : Tag.STR);
    if (tag.equals(Tag.NULL)) {
      return new Literal(place, "null");
    }
    if (tag.equals(Tag.BOOL)) {
      return new Literal(place, text.toLowerCase(Locale.ROOT));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return new Literal(place, number(text, place));
    }
    return new Text(place, text);
  }

  private static String number(String text, Place place) throws UnreadableException {
    if (JSON_NUMBER.matcher(text).matches()) {
      return text;
    }
    String plain = text.startsWith("+") ? text.substring(1) : text;
    if (plain.startsWith("0x")) {
      return new BigInteger(plain.substring(2), 16).toString();
    }
    if (plain.startsWith("0o")) {
      return new BigInteger(plain.substring(2), 8).toString();
    }
    boolean negative = plain.startsWith("-");
    String digits =
        (negative ? plain.substring(1) : plain)
            .replaceFirst("^0+(?=[0-9])", "")
            .replaceFirst("^\\.", "0.")
            .replaceFirst("\\.(?=$|[eE])", ".0");
    String json = negative ? "-" + digits : digits;
    if (!JSON_NUMBER.matcher(json).matches()) {
      throw YamlReader.unreadable(
          place, "JSON has no number " + text + ".", "Put it in quotes if it is a text.");
    }
    return json;
  }

  /// Whether a text can stand without quotes and every reader, also one of YAML 1.1, takes it for
  /// that text.
  static boolean plain(String text, boolean inFlow) {
    if (text.isEmpty()
        || text.length() > 200
        || !text.equals(text.strip())
        || OLD_YAML.matcher(text).matches()
        || "-?:,[]{}#&*!|>'\"%@`".indexOf(text.charAt(0)) >= 0
        || text.endsWith(":")
        || text.contains(": ")
        || text.contains(" #")
        || text.startsWith("---")
        || text.startsWith("...")
        || !CORE.resolve(text, true).equals(Tag.STR)) {
      return false;
    }
    if (inFlow && text.chars().anyMatch(c -> ",[]{}:".indexOf(c) >= 0)) {
      return false;
    }
    return text.chars().allMatch(YamlScalars::isPrintable);
  }

  /// Whether a character can stand in a YAML file as itself, whatever reads it.
  static boolean isPrintable(int c) {
    return (c >= ' ' && c < 0x7F) || (c > 0xA0 && c < 0xD800 && c != 0x2028 && c != 0x2029);
  }
}
