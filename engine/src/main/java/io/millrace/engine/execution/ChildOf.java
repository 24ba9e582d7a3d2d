package io.millrace.engine.execution;

import java.util.UUID;

/// Which child of which Map Run an execution is.
///
/// @param mapRun the Map Run's id
/// @param mapState the name of the Map state in the definition of the machine
/// @param index from 0, in the order of starting
/// @param itemCount how many items it works on: more than one with an ItemBatcher
/// @param mark where the reading of items stood after this child's: a restart goes on from there
public record ChildOf(UUID mapRun, String mapState, int index, int itemCount, String mark) {}
