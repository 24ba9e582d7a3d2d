package io.millrace.runtime.machine;

import io.millrace.asl.Asl;
import io.millrace.asl.Diagnostic;
import io.millrace.asl.Parsed;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.runtime.Arns;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.ResourceNames;
import io.millrace.runtime.log.LogLevel;
import io.millrace.runtime.log.LogSettings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// CreateStateMachine and its siblings, and the parsed definition of every revision in use.
///
/// Safe for concurrent use. Each method throws [RefusedException] when it refuses. It remembers
/// what it has read, so one process at a time may change the store behind it (the journal's lease
/// sees to that).
public final class StateMachines {
  /// More parsed definitions or machines than this are forgotten and read again when needed.
  private static final int REMEMBERED_MAX = 10_000;

  /// API reference, TagResource.
  private static final int TAGS_MAX = 50;

  private final StateMachineStore store;
  private final Arns arns;
  private final InstantSource clock;
  private final Predicate<String> logGroups;
  private final Publications publications;
  private final Map<UUID, StateMachineDefinition> definitions = new ConcurrentHashMap<>();
  private final Map<String, StateMachine> active = new ConcurrentHashMap<>();

  /// Logging to any log group.
  public StateMachines(StateMachineStore store, Arns arns, InstantSource clock) {
    this(store, arns, clock, _ -> true);
  }

  /// @param logGroups whether there may be a log group of this name
  public StateMachines(
      StateMachineStore store, Arns arns, InstantSource clock, Predicate<String> logGroups) {
    this.logGroups = logGroups;
    this.store = store;
    this.arns = arns;
    this.clock = clock;
    this.publications = new Publications(this, store.publications(), clock);
  }

  /// CreateStateMachine. Idempotent: a machine of this name with the same definition text, type,
  /// logging, tracing and encryption is returned as it is; role and tags are not compared (API
  /// reference, CreateStateMachine).
  public StateMachine create(
      String name, StateMachine.Type type, MachineSettings settings, Map<String, String> tags) {
    ResourceNames.checked(name);
    Arns.checkRole(settings.roleArn());
    StateMachineDefinition definition = parsed(settings.definition(), type);
    checkLogGroup(settings);
    StateMachine created =
        new StateMachine(
            arns.stateMachine(name),
            name,
            type,
            StateMachine.Status.ACTIVE,
            clock.millis(),
            null,
            UUID.randomUUID(),
            settings,
            tags);
    while (!store.create(created)) {
      Optional<StateMachine> existing = store.find(created.arn());
      if (existing.isPresent()) {
        return sameOrRefused(existing.get(), type, settings);
      }
    }
    remember(created.revision(), definition);
    return created;
  }

  /// Recorded: api_logs/test_deleted_log_group. A destination that names no log group is none.
  private void checkLogGroup(MachineSettings settings) {
    LogSettings log = LogSettings.of(settings.logging());
    boolean isThere =
        log.logGroup().isEmpty() ? log.level() == LogLevel.OFF : logGroups.test(log.logGroup());
    if (!isThere) {
      throw new RefusedException(
          new Refusal.InvalidLoggingConfiguration("Log Destination not found."));
    }
  }

  /// UpdateStateMachine: parts that are null stay. The revision stays too when nothing changes.
  public StateMachine update(String arn, MachineChanges changes) {
    StateMachine old = describe(arn);
    if (old.status() == StateMachine.Status.DELETING) {
      throw new RefusedException(new Refusal.StateMachineDeleting(arn));
    }
    MachineSettings settings = changes.appliedTo(old.settings());
    Arns.checkRole(settings.roleArn());
    boolean changed = !settings.equals(old.settings());
    StateMachineDefinition definition = parsed(settings.definition(), old.type());
    if (changes.logging() != null) {
      checkLogGroup(settings);
    }
    StateMachine updated =
        new StateMachine(
            old.arn(),
            old.name(),
            old.type(),
            old.status(),
            old.createdMillis(),
            clock.millis(),
            changed || old.updatedMillis() == null ? UUID.randomUUID() : old.revision(),
            settings,
            old.tags());
    boolean stored = store.update(updated);
    active.remove(arn);
    if (!stored) {
      throw new RefusedException(new Refusal.StateMachineDoesNotExist(arn));
    }
    remember(updated.revision(), definition);
    return updated;
  }

  /// DeleteStateMachine. Deleting what is not there succeeds, as on AWS.
  public void delete(String arn) {
    Arns.stateMachineName(arn);
    store.delete(arn);
    active.remove(arn);
  }

  /// DescribeStateMachine.
  public StateMachine describe(String arn) {
    Arns.stateMachineName(arn);
    return store
        .find(arn)
        .orElseThrow(() -> new RefusedException(new Refusal.StateMachineDoesNotExist(arn)));
  }

  /// TagResource: tags with other keys stay. API reference: at most 50.
  public void tag(String arn, Map<String, String> tags) {
    Map<String, String> all = new HashMap<>(tagged(arn).tags());
    all.putAll(tags);
    if (all.size() > TAGS_MAX) {
      throw new RefusedException(new Refusal.TooManyTags(arn));
    }
    if (!store.tag(arn, tags)) {
      throw new RefusedException(new Refusal.ResourceNotFound(arn));
    }
  }

  /// UntagResource: keys without a tag are passed over.
  public void untag(String arn, Set<String> keys) {
    tagged(arn);
    store.untag(arn, keys);
  }

  /// ListTagsForResource: by key in order.
  public Map<String, String> tags(String arn) {
    return new TreeMap<>(tagged(arn).tags());
  }

  private StateMachine tagged(String arn) {
    Arns.stateMachineName(arn);
    return store
        .find(arn)
        .orElseThrow(() -> new RefusedException(new Refusal.ResourceNotFound(arn)));
  }

  /// Versions and aliases.
  public Publications publications() {
    return publications;
  }

  /// ListStateMachines: by name in order, at most `limit`, following `afterName` when given.
  public List<StateMachine> list(@Nullable String afterName, int limit) {
    return store.list(afterName, limit);
  }

  /// The machine to start an execution of, from memory when it was used before.
  ///
  /// @param arn of the machine, of a version or of an alias
  public StateMachine startable(String arn) {
    QualifiedArn qualified = QualifiedArn.parse(arn);
    if (qualified != null) {
      PublishedVersion version = publications.started(qualified);
      return startable(qualified.stateMachineArn()).at(revision(version.revision()));
    }
    StateMachine known = active.get(arn);
    if (known != null) {
      return known;
    }
    if (active.size() >= REMEMBERED_MAX) {
      active.clear();
    }
    // Read inside the map's own lock, so that an update that comes meanwhile removes what was read.
    return active.computeIfAbsent(
        arn,
        wanted -> {
          StateMachine found = describe(wanted);
          if (found.status() == StateMachine.Status.DELETING) {
            throw new RefusedException(new Refusal.StateMachineDeleting(wanted));
          }
          return found;
        });
  }

  /// A revision that an execution refers to.
  ///
  /// @throws IllegalStateException when it is not stored
  public MachineRevision revision(UUID revision) {
    return store
        .revision(revision)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "revision " + revision + " of a state machine is not in the store"));
  }

  /// The parsed definition of a revision.
  ///
  /// @throws IllegalStateException when it is not stored, or no longer parses
  public StateMachineDefinition definitionOf(UUID revision) {
    StateMachineDefinition known = definitions.get(revision);
    if (known != null) {
      return known;
    }
    Parsed<StateMachineDefinition> parsed = Asl.parse(revision(revision).settings().definition());
    StateMachineDefinition definition = parsed.value();
    if (definition == null) {
      throw new IllegalStateException(
          "revision " + revision + " was accepted once and no longer parses: " + parsed);
    }
    remember(revision, definition);
    return definition;
  }

  private void remember(UUID revision, StateMachineDefinition definition) {
    if (definitions.size() >= REMEMBERED_MAX) {
      definitions.clear();
    }
    definitions.put(revision, definition);
  }

  private static StateMachineDefinition parsed(String source, StateMachine.Type type) {
    Parsed<StateMachineDefinition> parsed = Asl.parse(source);
    StateMachineDefinition definition = parsed.value();
    if (!parsed.isValid() || definition == null) {
      String label = LabelRefusal.message(source, parsed.diagnostics());
      throw new RefusedException(
          label == null
              ? new Refusal.InvalidDefinition(parsed.diagnostics())
              : new Refusal.InvalidDefinition(parsed.diagnostics(), label));
    }
    if (type == StateMachine.Type.EXPRESS) {
      List<Diagnostic> unsupported = Asl.checkExpress(definition);
      if (!unsupported.isEmpty()) {
        throw new RefusedException(new Refusal.InvalidDefinition(unsupported));
      }
    }
    return definition;
  }

  private static StateMachine sameOrRefused(
      StateMachine existing, StateMachine.Type type, MachineSettings wanted) {
    if (existing.status() == StateMachine.Status.DELETING) {
      throw new RefusedException(new Refusal.StateMachineDeleting(existing.arn()));
    }
    MachineSettings sameRole =
        new MachineSettings(
            wanted.definition(),
            existing.settings().roleArn(),
            wanted.logging(),
            wanted.tracing(),
            wanted.encryption());
    if (existing.type() != type || !existing.settings().equals(sameRole)) {
      throw new RefusedException(new Refusal.StateMachineAlreadyExists(existing.arn()));
    }
    return existing;
  }
}
