/// Tests of the package of the same name.
@NullMarked
package io.millrace.connectors.aws;

import org.jspecify.annotations.NullMarked;
