package io.millrace.pipelines.stages.targeting;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Products and people, made up from a seed: each is the same whenever it is asked for, whoever
/// else is.
public final class Population {
  private static final List<String> WORDS =
      List.of(
          "river",
          "stone",
          "paper",
          "light",
          "winter",
          "garden",
          "kettle",
          "wheel",
          "bridge",
          "silver",
          "copper",
          "cedar",
          "harbour",
          "meadow",
          "lantern",
          "thread",
          "basket",
          "window",
          "orchard",
          "mountain",
          "quiet",
          "gentle",
          "sturdy",
          "bright",
          "narrow",
          "early",
          "late",
          "warm",
          "plain",
          "curious");
  private static final List<String> COUNTRIES =
      List.of("AT", "BE", "CH", "DE", "DK", "FR", "IT", "NL", "PL", "SE");
  private static final List<String> CHANNELS = List.of("shop", "web", "phone", "fair");

  private static final int PRODUCT_WORDS = 200;
  private static final int NOTE_WORDS = 110;
  private static final int PURCHASES_MAX = 16;
  private static final int DAYS = 730;

  /// Keeps the numbers of products and people apart.
  private static final long PEOPLE = 1L << 40;

  private final CampaignRequest request;

  public Population(CampaignRequest request) {
    this.request = request;
  }

  private SplittableRandom random(long number) {
    // A large odd factor spreads neighbouring seeds (Steele, Lea, Flood 2014, the golden ratio).
    return new SplittableRandom(request.seed() * 0x9e3779b97f4a7c15L + number);
  }

  /// @param id 0 to the number of products, exclusive
  public Product product(int id) {
    var random = random(id);
    var categories = Category.values();
    return new Product(
        id,
        categories[random.nextInt(categories.length)],
        random.nextInt(100, 20_000),
        text(random, 3),
        text(random, PRODUCT_WORDS));
  }

  /// @param id 0 to the number of candidates, exclusive
  public Person person(int id) {
    var random = random(PEOPLE + id);
    var name = text(random, 2);
    var purchases = new ArrayList<Purchase>();
    var count = random.nextInt(1, PURCHASES_MAX);
    for (var i = 0; i < count; i++) {
      purchases.add(
          new Purchase(
              random.nextInt(request.products()),
              random.nextInt(DAYS),
              random.nextInt(100, 20_000),
              CHANNELS.get(random.nextInt(CHANNELS.size()))));
    }
    return new Person(
        id,
        name,
        name.replace(' ', '.') + "." + id + "@example.org",
        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
        random.nextInt(14, 95),
        random.nextInt(20) != 0,
        random.nextInt(12) != 0,
        random.nextInt(120),
        purchases,
        text(random, NOTE_WORDS));
  }

  private static String text(SplittableRandom random, int words) {
    var text = new StringBuilder(words * 7);
    for (var i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }
}
