package io.millrace.connectors;

import io.millrace.asl.model.Resource;
import io.millrace.engine.task.Connector;
import java.util.List;
import java.util.Optional;

/// The connectors of one program, in order of preference. Immutable, safe for concurrent use.
///
/// @param all asked in this order; the first that handles a resource gets its attempts
public record Connectors(List<Connector> all) {
  public Connectors {
    all = List.copyOf(all);
  }

  /// These connectors, the preferred ones first.
  public static Connectors of(Connector... connectors) {
    return new Connectors(List.of(connectors));
  }

  /// The connector that carries out tasks of this resource, or empty when there is none.
  public Optional<Connector> find(Resource resource) {
    for (Connector connector : all) {
      if (connector.handles(resource)) {
        return Optional.of(connector);
      }
    }
    return Optional.empty();
  }
}
