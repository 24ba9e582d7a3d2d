/// `mill graph`: draws a definition. How a drawing looks is the business of the module drawing;
/// here files are read and written. Read [io.millrace.cli.graph.GraphCommand] first.
@NullMarked
package io.millrace.cli.graph;

import org.jspecify.annotations.NullMarked;
