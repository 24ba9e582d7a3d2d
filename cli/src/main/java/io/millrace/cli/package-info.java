/// The mill command: wires everything by hand.
@NullMarked
package io.millrace.cli;

import org.jspecify.annotations.NullMarked;
