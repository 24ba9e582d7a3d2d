/// A definition as steps and arrows with short labels: what a drawing shows.
///
/// It knows neither places nor sizes nor colours; whoever draws decides those. Read
/// [io.millrace.asl.graph.FlowGraph] first.
@NullMarked
package io.millrace.asl.graph;

import org.jspecify.annotations.NullMarked;
