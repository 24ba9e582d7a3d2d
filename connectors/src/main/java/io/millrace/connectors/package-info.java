/// One class for each thing a Task's Resource can name.
@NullMarked
package io.millrace.connectors;

import org.jspecify.annotations.NullMarked;
