/// Tests of the package of the same name.
@NullMarked
package io.millrace.connectors.map;

import org.jspecify.annotations.NullMarked;
