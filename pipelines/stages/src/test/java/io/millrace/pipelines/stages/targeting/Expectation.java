package io.millrace.pipelines.stages.targeting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the ten stages must come to, computed from the same people and products in another way: all
/// in memory, by tables instead of streams, sharing no code with the stages.
public final class Expectation {
  private final String runId;
  private final List<Person> people;
  private final Map<Integer, Integer> weights = new HashMap<>();
  private final Map<Integer, Category> categories = new HashMap<>();
  private final Map<Integer, Map<Category, Integer>> scores = new HashMap<>();

  public Expectation(CampaignRequest request, String runId) {
    this.runId = runId;
    var population = new Population(request);
    for (var id = 0; id < request.products(); id++) {
      var product = population.product(id);
      categories.put(id, product.category());
      weights.put(id, weight(product));
    }
    people = IntStream.range(0, request.candidates()).mapToObj(population::person).toList();
    people.forEach(person -> scores.put(person.id(), scores(person)));
  }

  private static int weight(Product product) {
    var words = Arrays.asList(product.text().split(" "));
    var repeated =
        (int)
            new HashSet<>(words)
                .stream().filter(word -> words.stream().filter(word::equals).count() >= 6).count();
    return Math.min(100, Math.max(1, product.priceCents() < 10_000 ? repeated : 2 * repeated));
  }

  private Map<Category, Integer> scores(Person person) {
    return person.purchases().stream()
        .collect(
            Collectors.groupingBy(
                purchase -> categories.get(purchase.productId()),
                Collectors.summingInt(purchase -> weights.get(purchase.productId()))));
  }

  private int score(Person person) {
    return scores.get(person.id()).values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private Category best(Person person) {
    var sums = scores.get(person.id());
    return Arrays.stream(Category.values())
        .filter(category -> sums.getOrDefault(category, 0) == score(person))
        .findFirst()
        .orElseThrow();
  }

  private List<Person> cappedPeople() {
    var places = new HashMap<Category, Integer>();
    Set<Integer> kept =
        people.stream()
            .sorted(
                Comparator.comparingInt((Person person) -> -score(person))
                    .thenComparingInt(Person::id))
            .filter(person -> places.merge(best(person), 1, Integer::sum) <= 1_200)
            .map(Person::id)
            .collect(Collectors.toSet());
    return people.stream().filter(person -> kept.contains(person.id())).toList();
  }

  private List<Person> after(List<Predicate<Person>> rules) {
    return cappedPeople().stream()
        .filter(person -> rules.stream().allMatch(rule -> rule.test(person)))
        .toList();
  }

  private static boolean isAdultAbroad(Person person) {
    return person.age() > 17 && !person.country().equals("CH");
  }

  private static boolean isEligible(Person person) {
    return person.active()
        && person.contactedDaysAgo() > 6
        && person.purchases().stream().mapToInt(Purchase::cents).sum() > 2_499;
  }

  private static List<Integer> ids(List<Person> people) {
    return people.stream().map(Person::id).toList();
  }

  public List<Integer> capped() {
    return ids(cappedPeople());
  }

  public List<Integer> filtered() {
    return ids(after(List.of(Expectation::isAdultAbroad)));
  }

  public List<Integer> eligible() {
    return ids(after(List.of(Expectation::isAdultAbroad, Expectation::isEligible)));
  }

  public List<Integer> willing() {
    return ids(
        after(List.of(Expectation::isAdultAbroad, Expectation::isEligible, Person::wantsMail)));
  }

  public List<Notification> notifications() {
    return after(List.of(Expectation::isAdultAbroad, Expectation::isEligible, Person::wantsMail))
        .stream()
        .map(this::letter)
        .toList();
  }

  private Notification letter(Person person) {
    var left = new ArrayList<>(person.purchases());
    var lines = new ArrayList<String>();
    while (lines.size() < 3 && !left.isEmpty()) {
      var dearest = left.getFirst();
      for (var one : left) {
        if (one.cents() > dearest.cents()) {
          dearest = one;
        }
      }
      left.remove(left.indexOf(dearest));
      lines.add(
          "- no. %d, %d cents. Again, and a tenth less: %s"
              .formatted(
                  dearest.productId(),
                  (int) Math.floor(dearest.cents() * 0.9 + 1e-9),
                  best(person)));
    }
    return new Notification(
        UUID.nameUUIDFromBytes((runId + "/" + person.id()).getBytes(StandardCharsets.UTF_8))
            .toString(),
        person.id(),
        person.email(),
        best(person),
        "For you: " + best(person),
        "Dear %s,%n%n%s%n%n%s"
            .formatted(person.name(), String.join("\n", lines), person.notes())
            .replace("\r", ""));
  }

  public Feedback feedback() {
    var letters = notifications();
    var byCategory =
        letters.stream()
            .collect(
                Collectors.toMap(
                    Notification::category, _ -> 1, Integer::sum, TreeMap<Category, Integer>::new));
    return new Feedback(
        letters.size(),
        letters.stream().mapToLong(letter -> letter.body().length()).sum(),
        byCategory,
        letters.stream()
            .map(
                letter ->
                    new Feedback.Entry(
                        letter.personId(),
                        letter.id(),
                        String.join("\n", letter.subject(), letter.body())))
            .toList());
  }
}
