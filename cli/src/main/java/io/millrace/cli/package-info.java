/// The `mill` command: reads what a person typed, wires the modules by hand and shows what happens.
/// No other module may depend on this one, and nothing here decides what an execution does. Read
/// [io.millrace.cli.Mill] first, then the wiring class of the program you are interested in.
@NullMarked
package io.millrace.cli;

import org.jspecify.annotations.NullMarked;
