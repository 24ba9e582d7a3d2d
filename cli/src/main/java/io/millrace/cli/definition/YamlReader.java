package io.millrace.cli.definition;

import io.millrace.asl.json.Json;
import io.millrace.cli.definition.Value.Comments;
import io.millrace.cli.definition.Value.Element;
import io.millrace.cli.definition.Value.Elements;
import io.millrace.cli.definition.Value.Member;
import io.millrace.cli.definition.Value.Members;
import io.millrace.cli.definition.Value.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2 with its core schema (<https://yaml.org/spec/1.2.2/>, chapter 10.3): `on`, `yes`
/// and `2024-01-01` are texts. Anchors, aliases and the merge key `<<` are resolved, because they
/// are how people share Retry blocks. One use, one thread.
final class YamlReader {
  /// A document that unfolds to more values than this is refused: a few aliases of aliases could
  /// fill any memory.
  private static final int VALUES_MAX = 1_000_000;

  private final Map<Anchor, Value> anchors = new HashMap<>();
  private final Set<Anchor> open = new HashSet<>();
  private final Iterator<Event> events;
  private @Nullable Event pushedBack;
  private List<String> pending = new ArrayList<>();
  private Remarks latest = new Remarks();
  private int depth;
  private int values;

  /// The comments of a member or element whose value is still being read.
  private static final class Remarks {
    List<String> before = List.of();
    @Nullable String after;

    Comments asRead() {
      return before.isEmpty() && after == null ? Comments.NONE : new Comments(before, after);
    }
  }

  private YamlReader(String text) {
    LoadSettings settings =
        LoadSettings.builder().setParseComments(true).setCodePointLimit(16 * 1024 * 1024).build();
    events = new Parse(settings).parseString(text).iterator();
  }

  /// @throws UnreadableException when the text is not exactly one YAML document that JSON can hold
  static Document read(String text) throws UnreadableException {
    try {
      return new YamlReader(text).document();
    } catch (MarkedYamlEngineException e) {
      Place place =
          e.getProblemMark()
              .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(new Place(1, 1));
      throw new UnreadableException(Format.YAML, place, sentence(e), null);
    } catch (YamlEngineException e) {
      throw new UnreadableException(
          Format.YAML, new Place(1, 1), String.valueOf(e.getMessage()), null);
    }
  }

  private static String sentence(MarkedYamlEngineException e) {
    String context = e.getContext();
    return (context == null ? "" : context + ": ") + e.getProblem();
  }

  private Document document() throws UnreadableException {
    Value root = null;
    Event event = next();
    while (true) {
      switch (event.getEventId()) {
        case StreamEnd -> {
          if (root == null) {
            throw unreadable(new Place(1, 1), "The file is empty.", null);
          }
          return new Document(root, pending);
        }
        case Scalar, MappingStart, SequenceStart, Alias -> {
          if (root != null) {
            throw unreadable(
                place(event),
                "A second document begins here.",
                "A file holds one definition: remove what follows '---'.");
          }
          root = value(event);
        }
        case Comment, StreamStart, DocumentStart, DocumentEnd, MappingEnd, SequenceEnd -> {}
      }
      event = next();
    }
  }

  /// The next event that is no comment; comments are kept for what they stand at.
  private Event next() {
    Event back = pushedBack;
    if (back != null) {
      pushedBack = null;
      return back;
    }
    while (true) {
      Event event = events.next();
      if (!(event instanceof CommentEvent comment)) {
        return event;
      }
      String text = comment.getValue();
      if (comment.getCommentType() == CommentType.BLOCK) {
        pending.add(text);
      } else if (comment.getCommentType() == CommentType.IN_LINE) {
        latest.after = latest.after == null ? text : latest.after + " " + text;
      }
    }
  }

  private Remarks begin() {
    Remarks remarks = new Remarks();
    remarks.before = pending;
    pending = new ArrayList<>();
    latest = remarks;
    return remarks;
  }

  private Value value(Event event) throws UnreadableException {
    Place place = place(event);
    if (++values > VALUES_MAX) {
      throw unreadable(place, "The document has more than a million values.", null);
    }
    if (event instanceof AliasEvent alias) {
      if (open.contains(alias.getAlias())) {
        throw unreadable(
            place,
            "The alias *" + alias.getAlias().getValue() + " stands inside the value it names.",
            "A definition cannot contain itself: name a value that ends before the alias.");
      }
      Value named = anchors.get(alias.getAlias());
      if (named == null) {
        throw unreadable(
            place,
            "The alias *" + alias.getAlias().getValue() + " has no anchor above it.",
            "Write &" + alias.getAlias().getValue() + " before the value that it means.");
      }
      values += size(named, place);
      return named;
    }
    if (++depth > Json.NESTING_MAX) {
      throw unreadable(place, "Nested deeper than " + Json.NESTING_MAX + " levels.", null);
    }
    Optional<Anchor> own = event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
    own.ifPresent(open::add);
    Value value =
        switch (event) {
          case ScalarEvent scalar -> YamlScalars.value(scalar, place);
          case MappingStartEvent mapping -> {
            checkTag(mapping.getTag(), place);
            yield mapping(place);
          }
          case SequenceStartEvent sequence -> {
            checkTag(sequence.getTag(), place);
            yield sequence(place);
          }
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    depth--;
    own.ifPresent(open::remove);
    own.ifPresent(anchor -> anchors.put(anchor, value));
    return value;
  }

  private Members mapping(Place place) throws UnreadableException {
    Map<String, Member> members = new LinkedHashMap<>();
    List<Value> merged = new ArrayList<>();
    Set<String> own = new HashSet<>();
    for (Event event = next(); !(event instanceof MappingEndEvent); event = next()) {
      Remarks remarks = begin();
      if (!(event instanceof ScalarEvent key)) {
        throw unreadable(place(event), "A key must be a plain text.", null);
      }
      String name = key.getValue();
      Value value = value(next());
      if (name.equals("<<") && key.isPlain()) {
        merged.add(value);
        continue;
      }
      if (!own.add(name)) {
        throw unreadable(place(key), "Duplicate field '" + name + "'", "Remove one of the two.");
      }
      peekComments();
      members.put(name, new Member(name, place(key), value, remarks.asRead()));
    }
    for (Value other : merged) {
      merge(other, members, place);
    }
    return new Members(place, List.copyOf(members.values()));
  }

  /// Has a comment at the end of the line read before the member is made.
  private void peekComments() {
    pushedBack = next();
  }

  /// What the mapping does not say itself it takes from the merged ones, the first of which wins.
  private static void merge(Value from, Map<String, Member> into, Place place)
      throws UnreadableException {
    switch (from) {
      case Members members -> members.members().forEach(m -> into.putIfAbsent(m.name(), m));
      case Elements elements -> {
        for (Element element : elements.elements()) {
          merge(element.value(), into, place);
        }
      }
      case Value.Text _, Value.Literal _ ->
          throw unreadable(place, "'<<' merges mappings, and this is none.", null);
    }
  }

  private Elements sequence(Place place) throws UnreadableException {
    List<Element> elements = new ArrayList<>();
    for (Event event = next(); !(event instanceof SequenceEndEvent); event = next()) {
      Remarks remarks = begin();
      Value value = value(event);
      peekComments();
      elements.add(new Element(value, remarks.asRead()));
    }
    return new Elements(place, elements);
  }

  /// Every alias counts as what it stands for.
  private int size(Value value, Place place) throws UnreadableException {
    int size = 1;
    switch (value) {
      case Members members -> {
        for (Member member : members.members()) {
          size += size(member.value(), place);
        }
      }
      case Elements elements -> {
        for (Element element : elements.elements()) {
          size += size(element.value(), place);
        }
      }
      case Value.Text _, Value.Literal _ -> {}
    }
    if (values + size > VALUES_MAX) {
      throw unreadable(place, "The document has more than a million values.", null);
    }
    return size;
  }

  static void checkTag(Optional<String> tag, Place place) throws UnreadableException {
    if (tag.isPresent() && !tag.get().startsWith("tag:yaml.org,2002:") && !tag.get().equals("!")) {
      throw unreadable(
          place,
          "The tag " + tag.get() + " means nothing in a definition.",
          "CloudFormation's tags (!Sub, !GetAtt, !Ref) are resolved when a stack is deployed; write"
              + " a ${Name} to be substituted instead.");
    }
  }

  static UnreadableException unreadable(Place place, String message, @Nullable String hint) {
    return new UnreadableException(Format.YAML, place, message, hint);
  }

  private static Place place(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Place(1, 1));
  }
}
