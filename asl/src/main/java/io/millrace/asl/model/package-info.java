/// The typed model of a state machine: one record a state, its fields decided once while parsing.
///
/// It knows nothing of running: no execution, no event, no clock. Read
/// [io.millrace.asl.model.State] first.
@NullMarked
package io.millrace.asl.model;

import org.jspecify.annotations.NullMarked;
