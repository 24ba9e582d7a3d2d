/// Metrics and alarms over HTTP, for Prometheus and for people, on the loopback address.
///
/// It shows what there is and measures nothing itself. Read
/// [io.millrace.watch.endpoint.MetricsServer] first.
@NullMarked
package io.millrace.watch.endpoint;

import org.jspecify.annotations.NullMarked;
