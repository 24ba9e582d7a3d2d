package io.millrace.pipelines.stages.targeting;

import java.util.List;

/// Somebody in the directory of customers.
///
/// @param contactedDaysAgo when a campaign last wrote to this person
public record Person(
    int id,
    String name,
    String email,
    String country,
    int age,
    boolean active,
    boolean wantsMail,
    int contactedDaysAgo,
    List<Purchase> purchases,
    String notes) {
  public Person {
    purchases = List.copyOf(purchases);
  }
}
