package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.TextFunctions.argument;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `$toMillis`. Without a picture it takes the ISO 8601 times that the reference implementation of
/// JSONata 2.0.6 takes: a year, or more of a date, or a date with a time to the second.
final class Times {
  private static final Pattern ISO_8601 =
      Pattern.compile(
          "(\\d{4})(?:-([01]\\d)(?:-([0-3]\\d))?)?"
              + "(?:T([0-2]\\d):([0-5]\\d):([0-5]\\d)(\\.\\d+)?(?:([+-])([0-2]\\d):?([0-5]\\d)|Z)?)?");
  private static final int PICTURED = 16;

  /// A width in a picture: `[Y,2-4]`.
  private static final Pattern WIDTH = Pattern.compile("\\[[^\\[\\]]*[,-]\\s*\\d{4}");

  private Times() {}

  /// Pays for what the library does with a picture, or with a text and a picture: it builds texts
  /// character by character, and fills them up to the picture's widths.
  ///
  /// @throws JException when a width is of more than three digits, too
  static void payForPicture(@Nullable Object argument) {
    if (argument instanceof String text) {
      Budget.CURRENT.get().charge((long) text.length() * text.length() / 64);
      if (WIDTH.matcher(text).find()) {
        Budget.limit(Long.MAX_VALUE, Budget.CHARACTERS_MAX);
      }
    }
  }

  static @Nullable Object toMillis(JFunction library, @Nullable Object input, List<?> arguments) {
    if (!(argument(arguments, 0) instanceof String text)) {
      return null;
    }
    Object picture = argument(arguments, 1);
    Budget.CURRENT.get().charge(BoundedFunctions.size(text) * PICTURED);
    if (picture == null) {
      return millis(text);
    }
    Budget.CURRENT.get().charge(BoundedFunctions.size(picture) * PICTURED);
    payForPicture(picture);
    try {
      return library.call(input, arguments);
    } catch (JException e) {
      throw e;
    } catch (RuntimeException e) {
      throw LibraryFailures.coded(e);
    }
  }

  private static Number millis(String text) {
    Matcher matcher = ISO_8601.matcher(text);
    if (!matcher.matches()) {
      throw new Failure(
          "D3110",
          "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given "
              + Failure.shown(text));
    }
    int month = number(matcher, 2, 1);
    int day = number(matcher, 3, 1);
    int hour = number(matcher, 4, 0);
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24) {
      return Double.NaN;
    }
    // As JavaScript does, 30 February is 1 or 2 March.
    long days = LocalDate.of(number(matcher, 1, 0), month, 1).toEpochDay() + day - 1;
    long seconds =
        days * 86_400 + hour * 3_600L + number(matcher, 5, 0) * 60L + number(matcher, 6, 0);
    String fraction = matcher.group(7);
    double part = fraction == null ? 0 : Double.parseDouble("0" + fraction);
    long millis = seconds * 1_000 + (long) Math.floor(part * 1_000 + 1e-7);
    return NumberText.computed((double) (millis - offset(matcher)));
  }

  private static long offset(Matcher matcher) {
    String sign = matcher.group(8);
    if (sign == null) {
      return 0;
    }
    long minutes = number(matcher, 9, 0) * 60L + number(matcher, 10, 0);
    return minutes * 60_000 * (sign.equals("-") ? -1 : 1);
  }

  private static int number(Matcher matcher, int group, int byDefault) {
    String digits = matcher.group(group);
    return digits == null ? byDefault : Integer.parseInt(digits);
  }
}
