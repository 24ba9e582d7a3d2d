/// Optimized integrations: the services that Step Functions knows by name, one class each.
///
/// Each adapts a task's parameters to one or a few actions and the answer to what AWS recorded; how
/// a service is reached is the business of [io.millrace.connectors.aws]. Read
/// [io.millrace.connectors.service.OptimizedAction] first, then any one connector.
@NullMarked
package io.millrace.connectors.service;

import org.jspecify.annotations.NullMarked;
