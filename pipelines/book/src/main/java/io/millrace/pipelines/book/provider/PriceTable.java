package io.millrace.pipelines.book.provider;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What providers charge, for dry runs: estimates by list price, not bills. Keys are a provider
/// (`elevenlabs`) or one of its models (`elevenlabs/eleven_flash_v2_5`), which goes first.
public record PriceTable(Map<String, Price> prices) {

  private static final int DIGITS_OF_THOUSAND = 3;

  /// Pay-as-you-go list prices of elevenlabs.io/pricing/api as seen in May 2026; plans are cheaper.
  /// Gemini charges by token and model, so it has no price until the user sets one.
  public static final PriceTable DEFAULT =
      parse(
          """
          espeak = 0 USD
          offline = 0 USD
          elevenlabs = 0.10 USD
          elevenlabs/eleven_flash_v2_5 = 0.05 USD
          elevenlabs/eleven_flash_v2 = 0.05 USD
          elevenlabs/eleven_turbo_v2_5 = 0.05 USD
          elevenlabs/eleven_turbo_v2 = 0.05 USD
          """);

  /// For 1,000 characters, in a currency such as `USD`.
  public record Price(BigDecimal perThousandCharacters, String currency) {

    public Price {
      if (perThousandCharacters.signum() < 0) {
        throw new IllegalArgumentException("A price is not negative: " + perThousandCharacters);
      }
    }
  }

  /// An estimated amount.
  public record Cost(BigDecimal amount, String currency) {}

  public PriceTable {
    prices = Map.copyOf(prices);
  }

  /// Reads lines of the form `provider[/model] = amount currency`; `#` begins a comment. Throws
  /// [IllegalArgumentException] naming the first line that is not of that form.
  public static PriceTable parse(String lines) {
    var prices = new LinkedHashMap<String, Price>();
    for (var line : lines.lines().toList()) {
      var text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        var parts = text.split("\\s*=\\s*|\\s+");
        try {
          prices.put(parts[0], new Price(new BigDecimal(parts[1]), parts[2]));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
          throw new IllegalArgumentException(
              "A price is written 'provider = 0.10 USD' (for 1,000 characters), not '" + line + "'",
              e);
        }
      }
    }
    return new PriceTable(prices);
  }

  /// This table with another's prices before its own.
  public PriceTable overriddenBy(PriceTable other) {
    var all = new LinkedHashMap<>(prices);
    all.putAll(other.prices);
    return new PriceTable(all);
  }

  /// What so many characters cost; empty when no price is known.
  public Optional<Cost> cost(String provider, @Nullable String model, long characters) {
    var price = model == null ? null : prices.get(provider + "/" + model);
    if (price == null) {
      price = prices.get(provider);
    }
    return Optional.ofNullable(price)
        .map(
            known ->
                new Cost(
                    known
                        .perThousandCharacters()
                        .multiply(BigDecimal.valueOf(characters))
                        .movePointLeft(DIGITS_OF_THOUSAND),
                    known.currency()));
  }
}
