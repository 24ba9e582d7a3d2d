@NullMarked
package io.millrace.connectors.log;

import org.jspecify.annotations.NullMarked;
