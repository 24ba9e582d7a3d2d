/// AWS JSON 1.0 over HTTP: one class for each operation.
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;
