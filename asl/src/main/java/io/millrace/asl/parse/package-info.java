/// From text to model: reads a definition once, with positions, and collects everything that is
/// wrong with it.
///
/// It knows nothing of running. Read [io.millrace.asl.parse.DefinitionParser] first.
@NullMarked
package io.millrace.asl.parse;

import org.jspecify.annotations.NullMarked;
