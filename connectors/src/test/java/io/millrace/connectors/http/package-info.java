/// Tests of the package of the same name.
@NullMarked
package io.millrace.connectors.http;

import org.jspecify.annotations.NullMarked;
