package io.millrace.pipelines.stages.targeting;

/// What the shop sells.
public enum Category {
  BOOKS,
  CAMPING,
  CYCLING,
  GARDEN,
  KITCHEN,
  MUSIC,
  RUNNING,
  TOYS
}
