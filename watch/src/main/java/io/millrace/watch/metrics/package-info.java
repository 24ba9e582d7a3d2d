/// What happens, as numbers under CloudWatch's names: executions, tasks, queues, objects.
///
/// It turns news into meters of a Micrometer registry and into datapoints of alarms, and decides
/// nothing; it knows neither the HTTP endpoint nor who is told of an alarm. Read
/// [io.millrace.watch.metrics.Metric] first, then [io.millrace.watch.metrics.ExecutionMetrics].
@NullMarked
package io.millrace.watch.metrics;

import org.jspecify.annotations.NullMarked;
