/// Tests of the formats that item readers know.
@NullMarked
package io.millrace.runtime.map.items;

import org.jspecify.annotations.NullMarked;
